import { units, type UnitName } from './units.ts'

export type NaturalReading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly code: 'not_a_number' | 'off_lattice' | 'too_large'; readonly expected: string }

const natural = /^([+-]?)(\d{1,15})(?:\.(\d{1,15}))?$/
/** As a prescription's eighths are written: two digits stand for three. */
const eighths = new Map([
  ['12', '125'],
  ['37', '375'],
  ['62', '625'],
  ['87', '875'],
])

/** A number as people write it, `-6.25`, to whole parts of its unit, `-6250`. Digit by digit: no rounding takes place. */
export function readNatural(text: string, unit: UnitName | undefined): NaturalReading {
  const found = natural.exec(text.trim())
  if (!found) return { ok: false, code: 'not_a_number', expected: 'a number like -6.25' }
  const [, sign = '', whole = '0', written = ''] = found
  const places = decimalsOf(unit)
  const fraction = unit === 'D' ? (eighths.get(written) ?? written) : written
  if (/[1-9]/.test(fraction.slice(places)))
    return { ok: false, code: 'off_lattice', expected: places === 0 ? 'a whole number' : `at most ${places} decimals` }
  const value = Number(whole + fraction.slice(0, places).padEnd(places, '0'))
  if (!Number.isSafeInteger(value)) return { ok: false, code: 'too_large', expected: 'a number of at most 15 digits' }
  return { ok: true, value: value === 0 ? 0 : sign === '-' ? -value : value }
}

/** The other way: -6250 as `-6.25`, 5000 of a dioptre as `5.00`; 2870 as `2.870`, since `2.87` would be 2875. */
export function printNatural(value: number, unit: UnitName | undefined): string {
  const places = decimalsOf(unit)
  const digits = String(Math.abs(value)).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const least = unit === 'D' && eighths.has(fraction) ? 3 : unit === 'D' || unit === 'prism' ? 2 : 0
  const shown = fraction.padEnd(least, '0')
  return `${value < 0 ? '-' : ''}${whole}${shown === '' ? '' : `.${shown}`}`
}

/** With its unit, for a sentence: `-6.25 D`. */
export function sayNatural(value: number, unit: UnitName | undefined): string {
  const symbol = unit === undefined ? '' : units[unit].symbol
  return symbol === '' ? printNatural(value, unit) : `${printNatural(value, unit)} ${symbol}`
}

/** Every unit's scale is a power of ten. */
const decimalsOf = (unit: UnitName | undefined): number => (unit === undefined ? 0 : Math.log10(units[unit].scale))
