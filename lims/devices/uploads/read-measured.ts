import { valueOf, type Message } from '@ils/oma/records/message'
import { numbersOf } from '@ils/oma/records/read-value'
import { transpose } from '@ils/rules/optics/transpose'
import type { Eye } from '../answers/values-of-job.ts'
import { measuredLabels } from './measured-labels.ts'

export type Measured = Readonly<Record<string, number>>

/** What an inspection says of each eye, of what is wanted, in natural units and minus cylinder. */
export function readMeasured(message: Message, wanted: ReadonlySet<string>): Partial<Record<Eye, Measured>> {
  const found: Partial<Record<Eye, Record<string, number>>> = {}
  for (const { measure, labels } of measuredLabels) {
    if (!wanted.has(measure)) continue
    const label = labels.find((one) => valueOf(message, one) !== undefined)
    const pair = label === undefined ? {} : numbersOf(valueOf(message, label) ?? '')
    for (const eye of ['right', 'left'] as const) {
      const value = pair[eye]
      if (value !== undefined) (found[eye] ??= {})[measure] = value
    }
  }
  return {
    ...(found.right && { right: inMinusCylinder(found.right) }),
    ...(found.left && { left: inMinusCylinder(found.left) }),
  }
}

/** A lensmeter may be set to plus cylinder. */
function inMinusCylinder(measured: Record<string, number>): Measured {
  const { sphere, cylinder, axis } = measured
  // An amount of prism below zero is one on the other side.
  const prism = measured['prism'] === undefined ? {} : { prism: Math.abs(measured['prism']) }
  if (cylinder === undefined || cylinder <= 0 || sphere === undefined) return { ...measured, ...prism }
  const turned = transpose({ sphere, cylinder, axis: axis ?? 0 })
  return {
    ...{ ...measured, ...prism, sphere: turned.sphere, cylinder: turned.cylinder },
    ...(axis !== undefined && { axis: turned.axis }),
  }
}
