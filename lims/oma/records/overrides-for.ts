import { setValue } from './edit-message.ts'
import type { Message } from './message.ts'
import { valueOf } from './message.ts'
import { readByEye } from './read-by-eye.ts'
import { fieldsOf } from './read-value.ts'

export interface DeviceName {
  readonly dev: string
  readonly vendor?: string
  readonly model?: string
}

/**
 * The message as one device is told it: what `PROC=eye;device;vendor;model;label;value` says of it takes the place of the
 * label's value, a field left empty meaning any. Later rows win. The PROC rows themselves stay.
 */
export function overridesFor(message: Message, device: DeviceName): Message {
  return readByEye(message, 'PROC').reduce((now, { eye, fields }) => {
    const [dev, vendor, model, label = '', ...value] = fields
    const meant = matches(dev, device.dev) && matches(vendor, device.vendor) && matches(model, device.model)
    if (eye === undefined || !meant || label.trim() === '') return now
    const said = value.join(';')
    const [right = '', left] = fieldsOf(valueOf(now, label.trim().toUpperCase()) ?? ';')
    const pair = { R: [said, left ?? right], L: [right, said], B: [said, said] }[eye]
    return setValue(now, label.trim(), pair.join(';'))
  }, message)
}

const matches = (written: string | undefined, own: string | undefined): boolean => {
  const wanted = written?.trim().toUpperCase() ?? ''
  return wanted === '' || wanted === own?.trim().toUpperCase()
}
