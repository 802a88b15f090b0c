import type { CellSet } from '../engine/cell-set.ts'
import { dayNumber } from '../optics/civil-date.ts'
import type { Fact, FactValue } from '../vocabulary/fact.ts'
import { dayWritten } from './day-written.ts'
import { sayNumber } from './say-number.ts'

/**
 * The values of a fact as places 0 … size − 1: points of its lattice, words of its list, and `null` last where it may be.
 * Only points are places, so a gap between two cuts that holds none is empty by itself.
 */
export interface Domain {
  readonly size: number
  /** -1: never null. */
  readonly nullAt: number
  /** Few enough to look at one by one. */
  readonly few: boolean
  /** Open text, of which only the words that tests name are known. */
  readonly isText: boolean
  readonly valueAt: (place: number) => FactValue
  /** First places of stretches inside which a test against these literals has one answer; ends with `size`. */
  readonly stretches: (literals: readonly unknown[]) => readonly number[]
  readonly say: (set: CellSet) => string
}

/** More than this many words of a catalogue are not looked at one by one in each test. */
const MANY = 20_000
/** Numbers without a limit end here, in steps. */
const FAR = 2 ** 40
const LAST_DAY = dayNumber('9999-12-31') ?? 0

export function listDomain(values: readonly FactValue[], nullable: boolean): Domain {
  const all = nullable ? [...values, null] : [...values]
  const stretches = Array.from({ length: all.length + 1 }, (_, i) => i)
  return {
    size: all.length,
    nullAt: nullable ? values.length : -1,
    few: all.length <= MANY,
    isText: false,
    valueAt: (place) => all[place] ?? null,
    stretches: () => stretches,
    say: (set) => sayWords(set, all),
  }
}

function sayWords(set: CellSet, all: readonly FactValue[]): string {
  const words: string[] = []
  const missing: string[] = []
  for (let i = 0, next = 0; i <= set.length; i += 2) {
    for (; next < (set[i] ?? all.length); next++) missing.push(wordOf(all[next]))
    for (; next < (set[i + 1] ?? 0); next++) words.push(wordOf(all[next]))
  }
  return missing.length < words.length && missing.length <= 3 ? `not ${missing.join(', ')}` : someOf(words)
}

const wordOf = (value: FactValue | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value))

const MOST_WORDS = 12
const someOf = (words: readonly string[]): string =>
  words.length <= MOST_WORDS
    ? words.join(', ')
    : `${words.slice(0, MOST_WORDS).join(', ')} and ${words.length - MOST_WORDS} more`

/** Lattice of a number or of days: `first` is the value at place 0 in steps. */
interface Lattice {
  readonly first: number
  readonly points: number
  readonly nullable: boolean
  /** How many steps a literal is; NaN when it is no number. */
  readonly inSteps: (literal: unknown) => number
  readonly valueAt: (steps: number) => FactValue
  readonly say: (steps: number) => string
}

function latticeDomain(lattice: Lattice): Domain {
  const { first, points, nullable } = lattice
  const size = points + (nullable ? 1 : 0)
  const clamp = (place: number): number => Math.min(Math.max(place, 0), points)
  return {
    size,
    nullAt: nullable ? points : -1,
    few: size <= 64,
    isText: false,
    valueAt: (place) => (place < points ? lattice.valueAt(first + place) : null),
    stretches(literals) {
      const cuts = new Set([0, points, size])
      for (const literal of literals) {
        const steps = lattice.inSteps(literal)
        if (Number.isNaN(steps)) continue
        cuts.add(clamp(Math.ceil(steps) - first))
        cuts.add(clamp(Math.floor(steps) + 1 - first))
      }
      return [...cuts].sort((a, b) => a - b)
    },
    say: (set) => sayStretches(set, lattice, size),
  }
}

function sayStretches(set: CellSet, { first, points, nullable, say }: Lattice, size: number): string {
  const parts: string[] = []
  for (let i = 0; i < set.length; i += 2) {
    const from = set[i] ?? 0
    const to = Math.min(set[i + 1] ?? size, points)
    if (from >= to) continue
    const [low, high] = [first + from, first + to - 1]
    const noLow = low <= -FAR
    const noHigh = high >= FAR
    if (noLow && noHigh) parts.push('any number')
    else if (noLow) parts.push(`up to ${say(high)}`)
    else if (noHigh) parts.push(`from ${say(low)}`)
    else parts.push(low === high ? say(low) : `${say(low)} … ${say(high)}`)
  }
  if (nullable && set.at(-1) === size) parts.push('null')
  return someOf(parts)
}

const finiteOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise

function numberDomain(fact: Fact, nullable: boolean): Domain {
  const step = Math.max(finiteOr(fact.step, 1), Number.MIN_VALUE)
  const first = Math.max(Math.ceil(finiteOr(fact.min, -Infinity) / step), -FAR)
  const last = Math.min(Math.floor(finiteOr(fact.max, Infinity) / step), FAR)
  return latticeDomain({
    first,
    points: Math.max(0, last - first + 1),
    nullable,
    inSteps: (literal) => toNumber(literal) / step,
    valueAt: (steps) => steps * step + 0,
    say: (steps) => sayNumber(fact, steps * step),
  })
}

/** As a range converts its right side; whatever cannot be converted is never met. */
function toNumber(literal: unknown): number {
  return ['object', 'symbol', 'bigint'].includes(typeof literal) && literal !== null ? Number.NaN : Number(literal)
}

function dateDomain(nullable: boolean): Domain {
  return latticeDomain({
    first: 0,
    points: LAST_DAY + 1,
    nullable,
    inSteps: (literal) => (typeof literal === 'string' ? (dayNumber(literal) ?? Number.NaN) : Number.NaN),
    valueAt: dayWritten,
    say: dayWritten,
  })
}

/** Open text: what tests name gets a place when it is first met, and everything else is alike. */
function codeDomain(nullable: boolean): Domain {
  const places = new Map<unknown, number>()
  const texts: string[] = []
  const size = FAR + (nullable ? 1 : 0)
  const wordAt = (place: number): string => texts[place] ?? `other-${place}`
  return {
    size,
    nullAt: nullable ? FAR : -1,
    few: false,
    isText: true,
    valueAt: (place) => (place < FAR ? wordAt(place) : null),
    stretches(literals) {
      const cuts = new Set([0, FAR, size])
      for (const literal of literals) {
        if (typeof literal !== 'string') continue
        let place = places.get(literal)
        if (place === undefined) places.set(literal, (place = texts.push(literal) - 1))
        cuts.add(place)
        cuts.add(place + 1)
      }
      return [...cuts].sort((a, b) => a - b)
    },
    say(set) {
      const words = texts.filter((_, place) => isIn(set, place))
      if (nullable && isIn(set, FAR)) words.push('null')
      const others = isIn(set, FAR - 1)
      const without = texts.filter((_, place) => !isIn(set, place))
      if (!others) return someOf(words)
      return without.length === 0 ? 'any text' : `not ${someOf(without)}`
    },
  }
}

export function isIn(set: CellSet, place: number): boolean {
  for (let i = 0; i < set.length; i += 2) if (place >= (set[i] ?? 0) && place < (set[i + 1] ?? 0)) return true
  return false
}

/** Null for what no test can be cut over: a shape, and a set, which has an axis for each word. */
export function domainOf(fact: Fact, nullable: boolean, entryIds: readonly string[]): Domain | null {
  switch (fact.type) {
    case 'enum':
      if (fact.valuesOf !== undefined) return listDomain(entryIds, nullable)
      return Array.isArray(fact.values) ? listDomain(fact.values, nullable) : codeDomain(nullable)
    case 'boolean':
      return listDomain([false, true], nullable)
    case 'number':
      return numberDomain(fact, nullable)
    case 'date':
      return dateDomain(nullable)
    case 'code':
      return codeDomain(nullable)
    default:
      return null
  }
}
