import { isDay } from '../vocabulary/civil-day.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { readNatural } from '../vocabulary/natural-number.ts'
import { didYouMean } from './nearest-word.ts'
import { read, unreadable, type Reading } from './reading.ts'

export type Literal = string | number | boolean | null
/** What a literal is read as: a fact, or a number of a unit alone. */
export type Kind = Pick<Fact, 'id' | 'type' | 'nullable' | 'unit'>

/** One value as people write it into a cell. Quotes let any text stand for itself. */
export function readLiteral(text: string, kind: Kind, { words }: VocabularyIndex): Reading<Literal> {
  if (text === 'null')
    return kind.nullable ? read(null) : unreadable('never_null', `\`${kind.id}\` is never null: it always applies.`)
  switch (kind.type) {
    case 'number': {
      const number = readNatural(text, kind.unit)
      if (number.ok) return read(number.value)
      return unreadable(number.code, `\`${kind.id}\` is a number; found \`${text}\`, expected ${number.expected}.`)
    }
    case 'boolean':
      if (text === 'yes' || text === 'no') return read(text === 'yes')
      return unreadable('wrong_type', `\`${kind.id}\` is yes or no; found \`${text}\`.`)
    case 'date':
      if (isDay(text)) return read(text)
      return unreadable('wrong_type', `\`${kind.id}\` is a day like 2026-11-21; found \`${text}\`.`)
    case 'enum':
    case 'set':
    case 'code': {
      const word = unquote(text)
      if (word === null) return unreadable('wrong_form', `\`${text}\` is no well-formed text in quotes.`)
      const allowed = words.get(kind.id)
      if (kind.type === 'code' || !allowed || allowed.has(word)) return read(word)
      return unreadable('unknown_value', `\`${kind.id}\` has no value \`${word}\`${didYouMean(word, allowed)}`)
    }
    case 'shape':
      return unreadable('shape_compared', `\`${kind.id}\` is a shape: only computed facts look at it.`)
  }
}

function unquote(text: string): string | null {
  if (!text.startsWith('"')) return text
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'string' ? said.normalize('NFC') : null
  } catch {
    return null
  }
}

/** In quotes only where a bare word would be read as something else. */
export function printWord(word: string): string {
  return /^(?:null|has\(.*|lacks\(.*|not\(.*|-)$/.test(word) ||
    !/^[^\s"|&()@*<>=][^"|&()*<>=]*$/.test(word) ||
    word.includes('..') ||
    word !== word.trim()
    ? JSON.stringify(word)
    : word
}
