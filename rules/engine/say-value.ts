import type { Fact, FactValue } from '../vocabulary/fact.ts'
import { units } from '../vocabulary/units.ts'

/** A value as people write it: natural units, a sign on powers, words for the rest. */
export function sayValue(fact: Fact | undefined, value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (typeof value === 'number') return sayNumber(fact, value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return value.join(' + ') || 'nothing'
  return 'a shape'
}

function sayNumber(fact: Fact | undefined, value: FactValue & number): string {
  if (fact?.unit === undefined) return String(value)
  const { scale, symbol } = units[fact.unit]
  const sign = fact.unit === 'D' && value > 0 ? '+' : ''
  return `${sign}${inNatural(value, scale, fact.unit === 'D' ? 2 : 0)}${symbol === '' ? '' : ` ${symbol}`}`
}

/** Exact: digits are moved, nothing is divided. */
function inNatural(value: number, scale: number, fewest: number): string {
  const places = String(scale).length - 1
  const digits = String(Math.abs(Math.round(value))).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  let part = digits.slice(digits.length - places)
  while (part.length > fewest && part.endsWith('0')) part = part.slice(0, -1)
  return `${value < 0 ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`
}
