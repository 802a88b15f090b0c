import type { OmaRecord } from '../records/message.ts'
import { numberOf } from '../records/read-value.ts'

/** Far more than any tracer measures; what promises more is a mistake or an attack. */
const MOST_POINTS = 8192
/** A full turn in hundredths of a degree, and 360 mm: no value of any kind is larger. */
const LARGEST = 36_000

/** The whole numbers of data records, or what is wrong with them. A `;` at the end of a line is not another number. */
export function readNumbers(records: readonly OmaRecord[]): readonly number[] | string {
  const numbers: number[] = []
  for (const { value, kind } of records) {
    const fields = value.split(';')
    if (fields.at(-1)?.trim() === '') fields.pop()
    if (kind === 'continuation' && fields[0]?.trim() === '') fields.shift()
    for (const field of fields) {
      const number = numberOf(field)
      if (number === undefined || !Number.isInteger(number)) {
        return `value ${numbers.length + 1} is "${field.slice(0, 20)}", not a whole number`
      }
      if (Math.abs(number) > LARGEST) return `value ${numbers.length + 1} is ${number}; the limit is ${LARGEST}`
      numbers.push(number)
      if (numbers.length > MOST_POINTS) return `there are more than ${MOST_POINTS} values`
    }
  }
  return numbers
}

/** Angles in hundredths of a degree, one for each value, going round once and no further. */
export function faultOfAngles(angles: readonly number[], count: number): string | undefined {
  if (angles.length !== count) return `${count} angles were promised and ${angles.length} came`
  const outside = angles.findIndex((angle) => angle < 0 || angle >= 36_000)
  if (outside >= 0) return `angle ${outside + 1} is ${angles[outside] ?? 0}: the limits are 0 and 35999`
  const back = angles.findIndex((angle, at) => at > 0 && angle <= (angles[at - 1] ?? 0))
  return back < 0 ? undefined : `angle ${back + 1} does not go on from the one before it`
}
