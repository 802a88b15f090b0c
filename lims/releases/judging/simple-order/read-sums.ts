import type { Eye } from '@ils/rules/language/rulebook'
import { sayNatural } from '@ils/rules/vocabulary/natural-number'
import { units } from '@ils/rules/vocabulary/units'
import { naturalOf, offStep, readNumber } from './natural-value.ts'
import { statedFact, tell, type OrderReading } from './order-reading.ts'
import type { SimpleField } from './simple-fields.ts'

/**
 * A binocular distance: half of it for each eye, or the rest where one eye's own is given. Halves that fall between two
 * steps are a step apart, the right one above, so that their sum is what was written.
 */
export function readSum(
  reading: OrderReading,
  { path, fact: id }: SimpleField,
  eyes: readonly Eye[],
  written: number,
): void {
  const fact = statedFact(reading, { path, fact: id, seat: 'right' }, written)
  if (fact?.type !== 'number') return
  const { min: _least, max: _most, ...boundless } = fact
  const read = readNumber(boundless, written)
  if (!read.ok) return void tell(reading, path, read.cause)
  const { step = 1, unit } = fact
  const sum = read.value
  if (sum % step !== 0) return void tell(reading, path, { value: written, ...offStep(boundless, sum, String(written)) })
  const own = (eye: Eye): number | undefined => {
    const value = reading[eye].values.get(id)
    return typeof value === 'number' ? value : undefined
  }
  const [right, left] = [own('right'), own('left')]
  if (right !== undefined && left !== undefined) {
    const most = unit === undefined ? 0 : units[unit].scale
    // Practices write the binocular distance in whole millimetres beside monocular ones in tenths.
    if (Math.abs(right + left - sum) <= most) return
    const message = `${fact.label} ${sayNatural(sum, unit)} is not what both eyes’ own make: ${sayNatural(right + left, unit)}`
    return void tell(reading, path, {
      code: 'contradicting',
      message,
      value: written,
      limit: naturalOf(fact, right + left),
    })
  }
  const upper = Math.ceil(sum / 2 / step) * step
  const parts = { right: sum - (left ?? sum - upper), left: sum - (right ?? upper) }
  for (const eye of eyes) if (!reading[eye].written.has(id)) reading[eye].values.set(id, parts[eye])
}
