import type { Fact } from '../vocabulary/fact.ts'
import { units } from '../vocabulary/units.ts'

const DIGITS: ReadonlyMap<number, number> = new Map([
  [1000, 3],
  [100, 2],
  [10, 1],
])

/** In natural units, dioptres with two places as they are spoken: `-8.00`, `14.50`. */
export function sayNumber({ unit }: Pick<Fact, 'unit'>, value: number): string {
  const known = unit !== undefined && Object.hasOwn(units, unit) ? units[unit] : null
  if (!known || known.scale === 1) return String(value)
  const exact = (value / known.scale).toFixed(DIGITS.get(known.scale) ?? 3)
  return known.scale === 1000 && exact.endsWith('0') ? exact.slice(0, -1) : exact
}
