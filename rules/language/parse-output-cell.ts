import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { readNatural } from '../vocabulary/natural-number.ts'
import { units, type UnitName } from '../vocabulary/units.ts'
import { eventRules } from './event-params.ts'
import { didYouMean } from './nearest-word.ts'
import { readLiteral } from './read-literal.ts'
import { read, unreadable, type Reading } from './reading.ts'
import type { EventType, TableCell, TableOutput } from './rulebook.ts'
import { splitCell } from './split-cell.ts'

/** What stands in the cell of an output, and what is known of its row so far. */
export interface OutputPlace {
  readonly event: EventType
  readonly output: TableOutput
  /** Parameters of the table, and of the row's other cells. */
  readonly params: Readonly<Record<string, unknown>>
}

/** What a parameter is; `undefined` for `-`, which leaves it out. `@rx.add` is the value of a fact at judgement. */
export function parseOutputCell(cell: TableCell, place: OutputPlace, vocabulary: VocabularyIndex): Reading<unknown> {
  if (typeof cell === 'object' || typeof cell === 'boolean') return read(cell)
  const text = typeof cell === 'number' ? String(cell) : cell.trim()
  if (text === '-') return read(undefined)
  if (text.startsWith('@')) return parseReference(text.slice(1).trim(), vocabulary)
  const { event, output } = place
  const { params } = eventRules[event]
  const kind = Object.hasOwn(params, output.param) ? params[output.param]?.kind : undefined
  if (output.unit !== undefined) return parseNumber(text, output.unit)
  switch (kind) {
    case 'value':
    case 'members':
      return parseValue(text, place, vocabulary)
    case 'number':
      return parseNumber(text, undefined)
    case 'boolean':
      return text === 'yes' || text === 'no'
        ? read(text === 'yes')
        : unreadable('wrong_type', `\`${output.param}\` is yes or no; found \`${text}\`.`)
    case 'codes':
      return read(text.includes('|') ? text.split('|').map((code) => code.trim()) : text)
    case 'any':
      return parseLimit(text, place, vocabulary)
    default:
      return typeof cell === 'number'
        ? unreadable('wrong_type', `\`${output.param}\` is a text; found the number ${cell}.`)
        : text === 'null'
          ? read(null)
          : read(unquoted(text))
  }
}

function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return text
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'string' ? said : text
  } catch {
    return text
  }
}

function parseReference(id: string, { facts }: VocabularyIndex): Reading<unknown> {
  if (facts.has(id)) return read({ fact: id })
  return unreadable('unknown_fact', `Unknown fact \`${id}\`${didYouMean(id, facts.keys())}`)
}

function parseNumber(text: string, unit: string | undefined): Reading<unknown> {
  if (unit !== undefined && !isUnit(unit))
    return unreadable('unknown_unit', `Unknown unit \`${unit}\`${didYouMean(unit, Object.keys(units))}`)
  const number = readNatural(text, unit)
  return number.ok
    ? read(number.value)
    : unreadable(number.code, `\`${text}\` is no number that fits; expected ${number.expected}.`)
}

const isUnit = (name: string): name is UnitName => Object.hasOwn(units, name)

/** In the natural form of the fact that is set. */
function parseValue(
  text: string,
  { params, event, output }: OutputPlace,
  vocabulary: VocabularyIndex,
): Reading<unknown> {
  const id = params[event === 'use' ? 'slot' : 'fact']
  const fact = typeof id === 'string' ? vocabulary.facts.get(id) : undefined
  // The checker says elsewhere that there is no such fact.
  if (!fact) return read(text)
  if (fact.type !== 'set') return readLiteral(text, fact, vocabulary)
  const words: unknown[] = []
  for (const part of splitCell(text, '|') ?? ['']) {
    const word = readLiteral(part, fact, vocabulary)
    if (!word.ok) return word
    words.push(word.value)
  }
  return output.param === 'value' || words.length > 1 ? read(words) : read(words[0])
}

/** Of a cause: in the natural form of its field, where that is a number. */
function parseLimit(text: string, { params }: OutputPlace, { facts }: VocabularyIndex): Reading<unknown> {
  if (text === 'null') return read(null)
  const { field } = params
  const fact = typeof field === 'string' ? facts.get(field) : undefined
  const number = readNatural(text, fact?.type === 'number' ? fact.unit : undefined)
  if (number.ok) return read(number.value)
  return fact?.type === 'number' ? parseNumber(text, fact.unit) : read(unquoted(text))
}
