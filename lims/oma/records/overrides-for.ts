import { setValue } from './edit-message.ts'
import { labels } from './labels.ts'
import { valueOf, type Message } from './message.ts'
import { readByEye } from './read-by-eye.ts'
import { fieldsOf } from './read-value.ts'
import { faultOfLine } from './record-line.ts'

export interface DeviceName {
  readonly dev: string
  readonly vendor?: string
  readonly model?: string
}

/**
 * The message as one device is told it: what `PROC=eye;device;vendor;model;label;value` says of it takes the place of the
 * label's value, a field left empty meaning any. Later rows win, and a label of one value takes what is said of either eye. The PROC rows themselves stay.
 */
export function overridesFor(message: Message, device: DeviceName): Message {
  return readByEye(message, 'PROC').reduce((now, { eye, fields }) => {
    const [dev, vendor, model, name = '', ...value] = fields
    const meant = matches(dev, device.dev) && matches(vendor, device.vendor) && matches(model, device.model)
    if (eye === undefined || !meant) return now
    const [label, said] = [name.trim().toUpperCase(), value.join(';')]
    const [right = '', left] = fieldsOf(valueOf(now, label) ?? ';')
    const pair = { R: [said, left ?? right], L: [right, said], B: [said, said] }[eye]
    const whole = labels[label]?.eyes === 'one' ? said : pair.join(';')
    // A row that names no label, or holds what no record can, says nothing.
    return faultOfLine(label, whole) ? now : setValue(now, label, whole)
  }, message)
}

const matches = (written: string | undefined, own: string | undefined): boolean => {
  const wanted = written?.trim().toUpperCase() ?? ''
  return wanted === '' || wanted === own?.trim().toUpperCase()
}
