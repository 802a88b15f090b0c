import type { Eye } from '@ils/rules/language/rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { findWord, plainWord, type WordFound, type WordIndex } from './find-word.ts'
import type { FormIndex } from './index-form.ts'
import { readNumber, type Misread } from './natural-value.ts'
import { baseWords, PRISM_BASE, simpleFields } from './simple-fields.ts'
import { nothing } from './synonyms.ts'

export type ValueRead =
  | { readonly value: FactValue }
  | { readonly causes: readonly Misread[] }
  /** It was said that there is none. */
  | { readonly value: undefined }

export interface Asked {
  readonly index: FormIndex
  readonly eye: Eye | null
  /** Day of the order, where it is known. */
  readonly day: string | null
}

/** What somebody wrote for a fact. What this cannot read better than the engine is left for the engine to judge. */
export function readValue(asked: Asked, fact: Fact, written: FactValue): ValueRead {
  switch (fact.type) {
    case 'number':
      return readMeasure(asked, fact, written)
    case 'enum':
      return typeof written === 'string' ? readChoice(asked, fact, written) : { value: written }
    case 'set':
      return readChoices(asked, fact, written)
    case 'boolean':
    case 'date':
    case 'code':
    case 'shape':
      return { value: written }
  }
}

function readMeasure({ eye }: Asked, fact: Fact, written: FactValue): ValueRead {
  if (typeof written !== 'number' && typeof written !== 'string') return { value: written }
  const base = fact.id === PRISM_BASE && typeof written === 'string' ? baseWords.get(plainWord(written)) : undefined
  if (base) return { value: eye === null ? null : base[eye] }
  const read = readNumber(fact, written)
  return read.ok ? { value: read.value } : { causes: [read.cause] }
}

function readChoice(asked: Asked, fact: Fact, written: string): ValueRead {
  const words = asked.index.words.get(fact.id)
  if (!words) return { value: written }
  const found = findWord(words, written, asked.day)
  if (found.found === 'one') return { value: found.id }
  if (found.found === 'none' && fact.nullable && nothing.has(plainWord(written))) return { value: undefined }
  return { causes: [unclear(asked, fact, words, written, found)] }
}

function readChoices(asked: Asked, fact: Fact, written: FactValue): ValueRead {
  const words = asked.index.words.get(fact.id)
  const listed = Array.isArray(written) && written.every((one) => typeof one === 'string')
  if (typeof written !== 'string' && !listed) return { value: written }
  if (!words) return { value: typeof written === 'string' ? [written] : written }
  const ids: string[] = []
  const causes: Misread[] = []
  for (const word of typeof written === 'string' ? partsOf(words, written) : written) {
    const found = findWord(words, word, asked.day)
    if (found.found === 'one') ids.push(found.id)
    else if (found.found === 'several' || !nothing.has(plainWord(word)))
      causes.push(unclear(asked, fact, words, word, found))
  }
  return causes.length > 0 ? { causes } : { value: ids }
}

/** A label may hold a comma itself, so that the whole is tried first. */
function partsOf(words: WordIndex, text: string): string[] {
  if (findWord(words, text, null).found !== 'none') return [text]
  const parts = text.split(/[,;+|]/).map((part) => part.trim())
  return parts.filter((part) => part !== '')
}

const MOST_SHOWN = 20

function unclear(
  asked: Asked,
  { id, label }: Fact,
  { choices }: WordIndex,
  written: string,
  { found, ids }: Exclude<WordFound, { found: 'one' }>,
): Misread {
  const value = written.slice(0, 80)
  const shown = ids.join(', ')
  if (found === 'several')
    return { code: 'ambiguous', message: `${label} ${value} may mean ${shown}: say which`, value, limit: ids }
  const other = elsewhere(asked, id, written)
  const hint =
    other !== undefined ? `; give it as ${other}` : ids.length > 0 ? `, did you mean ${ids.join(' or ')}?` : ''
  const message = `${label} ${value} is not known here${hint}`
  const limit = ids.length > 0 ? ids : [...choices.keys()].slice(0, MOST_SHOWN)
  return { code: 'unknown_entry', message, value, limit }
}

/** A photochromic coat is a material here, a tint may be a coating elsewhere: the field that knows the word. */
function elsewhere({ index, day }: Asked, asked: string, written: string): string | undefined {
  return simpleFields.find(({ fact }) => {
    const words = fact === asked ? undefined : index.words.get(fact)
    return words !== undefined && findWord(words, written, day).found !== 'none'
  })?.path
}
