import { printNatural, readNatural } from '@ils/rules/vocabulary/natural-number'

/** What stands in one field: a whole number of its unit's smallest parts, nothing, or what cannot be read. */
export type Typed = { readonly ok: true; readonly value: number | null } | { readonly ok: false }

const nothing: Typed = { ok: true, value: null }
const wrong: Typed = { ok: false }

const PLANO = /^(pl|plan|plano|inf|∞|ds|sph)\.?$/i
const SMALLEST_WRITTEN = 3

const cleaned = (text: string): string =>
  text
    .trim()
    .replace(/[−–]/g, '-')
    .replace(',', '.')
    .replace(/^([+-]?)\s+/, '$1')
    .replace(/^([+-]?)\./, '$10.')
    .replace(/\.$/, '')

/**
 * A power as opticians type it: `-125` is −1.25, `+50` is +0.50, `2` is 2.00, `pl` is plano, `1.12` is an eighth. Digits
 * alone take the sign that is usual in the field; what was understood is written out when the field is left.
 */
export function readPower(text: string, usualSign: 1 | -1 = 1): Typed {
  const typed = cleaned(text)
  if (typed === '' || typed === '+' || typed === '-') return nothing
  if (PLANO.test(typed)) return { ok: true, value: 0 }
  const [, sign = '', digits = ''] = /^([+-]?)(\d+(?:\.\d*)?)$/.exec(typed) ?? []
  if (digits === '') return wrong
  const read = readNatural(digits.includes('.') ? digits : withPoint(digits), 'D')
  if (!read.ok) return wrong
  const signed = sign === '-' || (sign === '' && usualSign < 0) ? -read.value : read.value
  return { ok: true, value: signed === 0 ? 0 : signed }
}

/** 125 and 0050 are hundredths, and so are 25, 50, 75: nobody writes 25 dioptres without a point; 12 is 12.00. */
function withPoint(digits: string): string {
  const hundredths = digits.length >= SMALLEST_WRITTEN || /^(25|50|75)$/.test(digits)
  if (!hundredths) return digits
  const long = digits.padStart(SMALLEST_WRITTEN, '0')
  return `${long.slice(0, -2)}.${long.slice(-2)}`
}

/** 1 to 180; `x90` and `90°` are 90, and 0 is written 180. */
export function readAxis(text: string): Typed {
  const typed = text
    .trim()
    .replace(/^[x@*]\s*/i, '')
    .replace(/°$/, '')
  if (typed === '') return nothing
  if (!/^\d{1,3}$/.test(typed)) return wrong
  const value = Number(typed)
  return { ok: true, value: value === 0 ? 180 : value }
}

/** Millimetres of a face: `31.5`, `31,5` and `315` are the same. */
export function readMillimetres(text: string): Typed {
  const typed = cleaned(text)
  if (typed === '') return nothing
  const tenths = /^\d{3}$/.test(typed) ? `${typed.slice(0, 2)}.${typed.slice(2)}` : typed
  const read = readNatural(tenths, 'mm')
  return read.ok && read.value >= 0 ? read : wrong
}

/** Millimetres of a frame, `50` or `50.5`: nothing is guessed. */
export function readBox(text: string): Typed {
  const typed = cleaned(text)
  if (typed === '') return nothing
  const read = readNatural(typed, 'mm')
  return read.ok && read.value >= 0 ? read : wrong
}

export function readWhole(text: string): Typed {
  const typed = text.trim().replace(/°$/, '')
  if (typed === '') return nothing
  return /^-?\d{1,4}$/.test(typed) ? { ok: true, value: Number(typed) } : wrong
}

const UP = 90
const DOWN = 270
const TURN = 360

/** Base of a prism: up, down, in, out, in words or letters, or degrees seen from the front. In is towards the nose. */
export function readBase(text: string, eye: 'right' | 'left'): Typed {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^b(ase)?\s*/, '')
  if (word === '') return nothing
  // Seen from the front the nose is to the right of the right eye.
  const inward = eye === 'right' ? 0 : TURN / 2
  if (/^(u|up|oben)$/.test(word)) return { ok: true, value: UP }
  if (/^(d|down|unten)$/.test(word)) return { ok: true, value: DOWN }
  if (/^(i|in|innen|n)$/.test(word)) return { ok: true, value: inward }
  if (/^(o|out|a|aussen|außen|t)$/.test(word)) return { ok: true, value: (inward + TURN / 2) % TURN }
  const degrees = readWhole(word)
  if (!degrees.ok || degrees.value === null) return degrees
  return degrees.value >= 0 && degrees.value <= TURN ? { ok: true, value: degrees.value % TURN } : wrong
}

/** The letters of the four bases that have one; degrees of the rest. */
export function printBase(value: number, eye: 'right' | 'left'): string {
  const inward = eye === 'right' ? 0 : TURN / 2
  if (value === UP) return 'up'
  if (value === DOWN) return 'down'
  if (value === inward) return 'in'
  return value === (inward + TURN / 2) % TURN ? 'out' : String(value)
}

export const printPower = (value: number): string => {
  const text = printNatural(value, 'D')
  return value > 0 ? `+${text}` : text
}

export interface WholeRx {
  readonly sphere: number
  readonly cylinder: number
  readonly axis: number | null
}

/** A whole prescription in one field, as it is pasted: `-1.25 -0.50 x 90`, `+200 / -75 / 5`. */
export function readWholeRx(text: string): WholeRx | null {
  const parts =
    /^\s*([+\-−]?[\d.,]+|pl|plano)\s*[/(]?\s*([+\-−][\d.,]+)\s*\)?\s*(?:[x/@*×a]\s*|\s+)(\d{1,3})°?\s*$/i.exec(text)
  if (!parts) return null
  const [sphere, cylinder, axis] = [readPower(parts[1] ?? ''), readPower(parts[2] ?? ''), readAxis(parts[3] ?? '')]
  if (!sphere.ok || !cylinder.ok || !axis.ok || sphere.value === null || cylinder.value === null) return null
  return { sphere: sphere.value, cylinder: cylinder.value, axis: axis.value }
}
