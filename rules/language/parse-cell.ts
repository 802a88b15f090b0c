import type { ConditionLeaf, NestedCondition } from '../engine/condition.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { didYouMean } from './nearest-word.ts'
import { readLiteral, type Literal } from './read-literal.ts'
import { read, unreadable, type Reading } from './reading.ts'
import type { TableCell } from './rulebook.ts'
import { splitCell } from './split-cell.ts'

const LONGEST_CELL = 20_000
const MOST_VALUES = 1000

const comparisons = new Map([
  ['>=', 'greaterThanInclusive'],
  ['<=', 'lessThanInclusive'],
  ['>', 'greaterThan'],
  ['<', 'lessThan'],
  ['=', 'equal'],
])

/** One choice of a cell: values that stand for themselves, or tests that must hold together. */
type Choice =
  | { readonly kind: 'values'; readonly values: readonly Literal[] }
  | { readonly kind: 'tests'; readonly tests: readonly NestedCondition[] }

interface Context {
  readonly fact: Fact
  readonly vocabulary: VocabularyIndex
}

/**
 * What a table's cell says of its column's fact, as conditions that must all hold: none for `-`. Parts may be joined by
 * `|` (or) and, outermost, by `&` (and). A range never holds of null; `not(…)` of values does.
 */
export function parseCell(
  cell: TableCell,
  fact: Fact,
  vocabulary: VocabularyIndex,
): Reading<readonly NestedCondition[]> {
  const text = textOf(cell)
  if (text === null) return unreadable('wrong_type', 'A cell of a condition is a text, a number, yes or no, or null.')
  if (text.length > LONGEST_CELL) return unreadable('too_long', `A cell has at most ${LONGEST_CELL} characters.`)
  if (text === '-' || text === '*') return read([])
  const parts = splitCell(text, '&')
  if (!parts) return unreadable('wrong_form', `\`${text}\`: a quote or a parenthesis is not closed.`)
  const conditions: NestedCondition[] = []
  for (const part of parts) {
    const said = parseChoices(part, { fact, vocabulary })
    if (!said.ok) return said
    conditions.push(...said.value)
  }
  return read(conditions)
}

/** A number or a boolean of JSON is written out as people write it. */
function textOf(cell: TableCell): string | null {
  if (typeof cell === 'string') return cell.trim()
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return typeof cell === 'number' || cell === null ? String(cell) : null
}

function parseChoices(text: string, context: Context): Reading<readonly NestedCondition[]> {
  const { fact } = context
  const values: Literal[] = []
  const others: (readonly NestedCondition[])[] = []
  for (const part of splitCell(text, '|') ?? ['']) {
    const choice = parseChoice(part, context)
    if (!choice.ok) return choice
    if (choice.value.kind === 'values') values.push(...choice.value.values)
    else others.push(choice.value.tests)
  }
  if (values.length > MOST_VALUES) return unreadable('list_too_long', `A list has at most ${MOST_VALUES} values.`)
  if (values.length > 0) others.unshift([oneOf(fact.id, values)])
  const [only] = others
  return read(others.length === 1 && only ? only : [{ any: others.map(together) }])
}

const together = (tests: readonly NestedCondition[]): NestedCondition => {
  const [only] = tests
  return tests.length === 1 && only ? only : { all: tests }
}

function oneOf(fact: string, values: readonly Literal[]): ConditionLeaf {
  return values.length === 1 ? { fact, operator: 'equal', value: values[0] } : { fact, operator: 'in', value: values }
}

function parseChoice(text: string, context: Context): Reading<Choice> {
  if (text === '')
    return unreadable('wrong_form', 'Something is missing between the marks; `-` says that anything goes.')
  const { fact } = context
  const called = /^(not|has|lacks)\((.*)\)$/s.exec(text)
  if (called) return parseCall(called[1] ?? '', called[2] ?? '', context)
  const comparison = /^(>=|<=|>|<|=)(.*)$/s.exec(text)
  if (comparison) return parseComparison(comparison[1] ?? '', (comparison[2] ?? '').trim(), context)
  if (fact.type === 'set' && text !== 'null')
    return unreadable('wrong_form', `\`${fact.id}\` is a set: say \`has(${text})\` or \`lacks(${text})\`.`)
  if (!text.startsWith('"') && text.includes('..')) return parseRange(text, context)
  const values = parseValues(text, context)
  return values.ok ? read({ kind: 'values', values: values.value }) : values
}

/** One word, or all that begin alike: `CR*`. */
function parseValues(text: string, { fact, vocabulary }: Context): Reading<readonly Literal[]> {
  const isPattern = text.endsWith('*') && !text.startsWith('"') && (fact.type === 'enum' || fact.type === 'set')
  if (!isPattern) {
    const literal = readLiteral(text, fact, vocabulary)
    return literal.ok ? read([literal.value]) : literal
  }
  const start = text.slice(0, -1)
  const matching = [...(vocabulary.words.get(fact.id) ?? [])].filter((word) => word.startsWith(start)).sort()
  if (matching.length > 0) return read(matching)
  return unreadable('unknown_value', `No value of \`${fact.id}\` begins with \`${start}\`.`)
}

function parseCall(call: string, inside: string, context: Context): Reading<Choice> {
  const { fact } = context
  const isSet = fact.type === 'set'
  if (isSet ? call === 'not' && inside.trim() !== 'null' : call !== 'not') {
    const expected = isSet ? 'is a set: say `has(…)` or `lacks(…)`' : 'is no set: say `not(…)`'
    return unreadable('wrong_form', `\`${fact.id}\` ${expected}.`)
  }
  const text = inside.trim()
  if (call === 'not' && text.startsWith('@')) return parseReference('notEqual', text, context)
  const parts = splitCell(text, '|') ?? ['']
  const isRange = parts.length === 1 && !text.startsWith('"') && text.includes('..')
  if (call === 'not' && isRange) return parseOutside(text, context)
  const values: Literal[] = []
  for (const part of parts) {
    if (part === '') return unreadable('wrong_form', `\`${call}(…)\` needs a value.`)
    const some = parseValues(part, context)
    if (!some.ok) return some
    values.push(...some.value)
  }
  if (values.length > MOST_VALUES) return unreadable('list_too_long', `A list has at most ${MOST_VALUES} values.`)
  const leaf = (operator: string, value: unknown): ConditionLeaf => ({ fact: fact.id, operator, value })
  if (call === 'not') return tests([values.length === 1 ? leaf('notEqual', values[0]) : leaf('notIn', values)])
  if (call === 'lacks') return tests(values.map((value) => leaf('doesNotContain', value)))
  const has = values.map((value) => leaf('contains', value))
  return tests(has.length === 1 ? has : [{ any: has }])
}

const tests = (some: readonly NestedCondition[]): Reading<Choice> => read({ kind: 'tests', tests: some })

function parseComparison(sign: string, right: string, context: Context): Reading<Choice> {
  const { fact, vocabulary } = context
  const operator = comparisons.get(sign) ?? 'equal'
  if (operator !== 'equal' && fact.type !== 'number' && fact.type !== 'date')
    return unreadable('wrong_operator', `\`${fact.id}\` is of type ${fact.type}: it has no order to compare by.`)
  if (right.startsWith('@')) return parseReference(operator, right, context)
  const literal = readLiteral(right, fact, vocabulary)
  if (!literal.ok) return literal
  if (literal.value === null && operator !== 'equal')
    return unreadable('wrong_operator', 'null is neither more nor less than anything.')
  return tests([{ fact: fact.id, operator, value: literal.value }])
}

/** json-rules-engine compares with a null on the right as with 0: the range says that there is something. */
function parseReference(operator: string, text: string, { fact, vocabulary }: Context): Reading<Choice> {
  const id = text.slice(1).trim()
  const other = vocabulary.facts.get(id)
  if (!other) return unreadable('unknown_fact', `Unknown fact \`${id}\`${didYouMean(id, vocabulary.facts.keys())}`)
  const leaf = { fact: fact.id, operator, value: { fact: id } }
  const isRange = operator !== 'equal' && operator !== 'notEqual'
  return tests(isRange && other.nullable ? [leaf, { fact: id, operator: 'notEqual', value: null }] : [leaf])
}

function parseRange(text: string, context: Context): Reading<Choice> {
  const ends = readEnds(text, context)
  if (!ends.ok) return ends
  const { low, high } = ends.value
  const { id } = context.fact
  return tests([
    ...(low === null ? [] : [{ fact: id, operator: 'greaterThanInclusive', value: low }]),
    ...(high === null ? [] : [{ fact: id, operator: 'lessThanInclusive', value: high }]),
  ])
}

function parseOutside(text: string, context: Context): Reading<Choice> {
  const ends = readEnds(text, context)
  if (!ends.ok) return ends
  const { low, high } = ends.value
  const { id } = context.fact
  const sides = [
    ...(low === null ? [] : [{ fact: id, operator: 'lessThan', value: low }]),
    ...(high === null ? [] : [{ fact: id, operator: 'greaterThan', value: high }]),
  ]
  return tests(sides.length === 1 ? sides : [{ any: sides }])
}

function readEnds(text: string, { fact, vocabulary }: Context): Reading<{ low: Literal; high: Literal }> {
  if (fact.type !== 'number' && fact.type !== 'date')
    return unreadable('wrong_operator', `\`${fact.id}\` is of type ${fact.type}: it has no order, so no range.`)
  const ends: Literal[] = []
  const parts = text.split('..')
  for (const part of parts.map((one) => one.trim())) {
    const end = part === '' ? read(null) : readLiteral(part, { ...fact, nullable: false }, vocabulary)
    if (!end.ok) return end
    ends.push(end.value)
  }
  const [low = null, high = null] = ends
  if (parts.length !== 2 || (low === null && high === null))
    return unreadable(
      'wrong_form',
      `\`${text}\` is no range; expected one like \`-6.00..-4.25\`, \`..4.00\` or \`1.5..\`.`,
    )
  if (low !== null && high !== null && low > high)
    return unreadable('empty_range', `\`${text}\` holds nothing: its first end is above its second.`)
  return read({ low, high })
}
