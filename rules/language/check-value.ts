import { isDay } from '../vocabulary/civil-day.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { printNatural, sayNatural } from '../vocabulary/natural-number.ts'
import { units } from '../vocabulary/units.ts'
import { say } from './check-shape.ts'
import { didYouMean } from './nearest-word.ts'

export interface WrongValue {
  readonly code: string
  readonly message: string
}

const LONGEST_CODE = 200

/** What keeps a value from being one of a fact's, or null. */
export function wrongValue(fact: Fact, value: unknown, vocabulary: VocabularyIndex): WrongValue | null {
  const wrong = (expected: string): WrongValue => ({
    code: 'wrong_type',
    message: `\`${fact.id}\` is ${expected}; found ${say(value)}.`,
  })
  if (value === null)
    return fact.nullable ? null : { code: 'never_null', message: `\`${fact.id}\` is never null: it always applies.` }
  switch (fact.type) {
    case 'number':
      return typeof value === 'number' ? wrongNumber(fact, value) : wrong('a number')
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong('true or false')
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : wrong('a day like 2026-11-21')
    case 'code':
      return typeof value === 'string' && value.length <= LONGEST_CODE
        ? null
        : wrong(`a text of at most ${LONGEST_CODE} characters`)
    case 'enum':
      return typeof value === 'string' ? wrongWord(fact, value, vocabulary) : wrong('a word')
    case 'set': {
      if (!Array.isArray(value)) return wrong('a list of words')
      const words: readonly unknown[] = value
      for (const word of words) {
        const found = typeof word === 'string' ? wrongWord(fact, word, vocabulary) : wrong('a list of words')
        if (found) return found
      }
      return null
    }
    case 'shape':
      return typeof value === 'object' ? null : wrong('a shape')
  }
}

export function wrongWord(fact: Fact, word: string, { words }: VocabularyIndex): WrongValue | null {
  const allowed = words.get(fact.id)
  if (!allowed || allowed.has(word)) return null
  const message = `\`${fact.id}\` has no value \`${word.slice(0, 80)}\`${didYouMean(word, allowed)}`
  return { code: 'unknown_value', message }
}

function wrongNumber(fact: Fact, value: number): WrongValue | null {
  const { id, unit, min = -Infinity, max = Infinity, step = 1 } = fact
  // Most are right, and words are dear.
  if (Number.isSafeInteger(value) && value % step === 0 && value >= min && value <= max) return null
  const meant = asIfNatural(fact, value)
  if (!Number.isSafeInteger(value)) {
    const part = unit === undefined ? 'numbers' : `parts of ${printNatural(1, unit)} ${units[unit].symbol}`.trimEnd()
    return { code: 'off_lattice', message: `\`${id}\` counts whole ${part}; found ${value}${meant}` }
  }
  const natural = sayNatural(value, unit)
  if (value % step !== 0) {
    const message = `\`${id}\`: ${value} is ${natural}, off the step of ${sayNatural(step, unit)}${meant}`
    return { code: 'off_step', message }
  }
  const [low, high] = [min, max].map((end) => (Number.isFinite(end) ? sayNatural(end, unit) : ''))
  return { code: 'out_of_range', message: `\`${id}\`: ${value} is ${natural}, outside of ${low}..${high}${meant}` }
}

/** A value written in natural units by mistake: -6 where -6000 was meant. */
function asIfNatural({ unit, min = -Infinity, max = Infinity, step = 1 }: Fact, value: number): string {
  if (unit === undefined || units[unit].scale === 1) return '.'
  const scaled = Math.round(value * units[unit].scale)
  const fits = Number.isSafeInteger(scaled) && scaled % step === 0 && scaled >= min && scaled <= max
  return fits ? `; did you mean ${scaled} (${sayNatural(scaled, unit)})?` : '.'
}
