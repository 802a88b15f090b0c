import type { Cause } from '@ils/contract/problem'
import { sayValue } from '@ils/rules/engine/say-value'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { printNatural, readNatural, type NaturalReading } from '@ils/rules/vocabulary/natural-number'
import { units } from '@ils/rules/vocabulary/units'

export type Misread = Omit<Cause, 'field'>
export type NumberRead = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly cause: Misread }

/** A natural number to the fact's lattice. Whether one of the lattice is in range and on the step, the engine says. */
export function readNumber(fact: Fact, given: number | string): NumberRead {
  const plain = typeof given === 'number' ? plainlyOnLattice(fact, given) : null
  if (plain !== null) return { ok: true, value: plain }
  const text = typeof given === 'number' ? digitsOf(given) : given.trim()
  const read = readDigits(fact, text)
  if (read.ok) return read
  if (read.code === 'off_lattice') return offLattice(fact, given, Number(text))
  const label = `${fact.label} ${text.slice(0, 80)}`
  const message = `${label} is not ${read.code === 'too_large' ? read.expected : 'a number like -6.25'}`
  return { ok: false, cause: { code: 'wrong_type', message, value: given } }
}

const FARTHEST = 1e9
/** Two digits that may stand for three, in thousandths. */
const maybeEighths = new Set([120, 370, 620, 870])

/**
 * Nearly every number that is sent: the one nearest to so many parts of the unit, with no digits that could be read in two
 * ways. Digits would say the same, much later.
 */
function plainlyOnLattice({ unit }: Fact, given: number): number | null {
  const scale = unit === undefined ? 1 : units[unit].scale
  const value = Math.round(given * scale)
  if (value / scale !== given || !(Math.abs(value) < FARTHEST)) return null
  if (unit === 'D' && maybeEighths.has(Math.abs(value) % 1000)) return null
  return value + 0
}

/**
 * Programs reckon in binary: 6.300000000000001 is a 6.3 that went through a sum. Fifteen digits are what a double holds
 * of any decimal, so nothing that was written is lost.
 */
function digitsOf(given: number): string {
  const clean = String(Number(given.toPrecision(15)))
  return clean.includes('e') ? given.toFixed(15) : clean
}

/** `.87` is an eighth, unless it lies on the fact's step as it stands and the eighth does not (curves come in hundredths). */
function readDigits({ unit, step = 1 }: Fact, text: string): NaturalReading {
  const read = readNatural(text, unit)
  if (unit !== 'D' || !read.ok || read.value % step === 0) return read
  const literal = readNatural(text.includes('.') ? `${text}0` : text, unit)
  return literal.ok && literal.value % step === 0 ? literal : read
}

function offLattice(fact: Fact, given: number | string, natural: number): NumberRead {
  const { min = -Infinity, max = Infinity } = fact
  const exact = natural * scaleOf(fact)
  // Far enough out, the engine's word about the range is the one that helps.
  if (Math.round(exact) < min || Math.round(exact) > max) return { ok: true, value: Math.round(exact) }
  return { ok: false, cause: { value: given, ...offStep(fact, exact, String(natural)) } }
}

/** That a value lies between two that can be had, and which those are. */
export function offStep(
  fact: Fact,
  exact: number,
  written: string,
): { code: 'off_step'; message: string; limit: { step: unknown; nearest: unknown[] } } {
  const { step = 1, min = -Infinity, max = Infinity } = fact
  const nearest = [Math.floor(exact / step) * step, Math.ceil(exact / step) * step].filter(
    (value) => value >= min && value <= max,
  )
  const [one, other] = nearest.map((value) => sayValue(fact, value))
  const either =
    one === undefined ? '' : other === undefined ? `; the nearest is ${one}` : `; the nearest are ${one} and ${other}`
  return {
    code: 'off_step',
    message: `${fact.label} ${written} is not in steps of ${sayValue(fact, step)}${either}`,
    limit: { step: naturalOf(fact, step), nearest: nearest.map((value) => naturalOf(fact, value)) },
  }
}

/** 1 in the fact's unit, in smallest parts. */
function scaleOf({ unit }: Fact): number {
  const one = readNatural('1', unit)
  return one.ok ? one.value : 1
}

/** A value of the lattice as a natural number; anything else as it is. */
export function naturalOf(fact: Fact | undefined, value: unknown): unknown {
  if (typeof value !== 'number' || fact?.type !== 'number') return value
  // A limit that a rule has worked out may lie between two values.
  return Number.isSafeInteger(value) ? Number(printNatural(value, fact.unit)) : value / scaleOf(fact)
}

/** As the simple form takes it back: a number, or its text where the number would be read as another (2.870 D and 2.87 D). */
export function writtenOf(fact: Fact | undefined, value: FactValue): FactValue {
  if (typeof value !== 'number' || fact?.type !== 'number') return value
  const natural = Number(printNatural(value, fact.unit))
  const again = readNumber(fact, natural)
  return again.ok && again.value === value ? natural : printNatural(value, fact.unit)
}
