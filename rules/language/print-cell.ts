import { canonicalJson } from './canonical-json.ts'
import type { ConditionLeaf, NestedCondition } from '../engine/condition.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { printNatural } from '../vocabulary/natural-number.ts'
import { parseCell } from './parse-cell.ts'
import { printWord } from './read-literal.ts'

const signs = new Map([
  ['greaterThanInclusive', '>= '],
  ['lessThanInclusive', '<= '],
  ['greaterThan', '> '],
  ['lessThan', '< '],
])

/** The cell that says these conditions of a fact, or null where no cell does: what it prints parses to the same conditions. */
export function printCell(
  conditions: readonly NestedCondition[],
  fact: Fact,
  vocabulary: VocabularyIndex,
): string | null {
  const text = conditions.length === 0 ? '-' : printParts(conditions, fact)?.join(' & ')
  if (text === undefined) return null
  const again = parseCell(text, fact, vocabulary)
  return again.ok && canonicalJson(again.value) === canonicalJson(conditions) ? text : null
}

function printParts(conditions: readonly NestedCondition[], fact: Fact): string[] | null {
  const parts: string[] = []
  for (let i = 0; i < conditions.length; i++) {
    const one = conditions[i]
    const next = conditions[i + 1]
    const range = printRange(one, next, fact)
    if (range !== null) {
      parts.push(range)
      i++
      continue
    }
    const part = one && printPart(one, fact)
    if (part === undefined || part === null) return null
    parts.push(part)
    // The null test that a comparison with another fact brings along.
    if (referred(one) !== null && isLeaf(next) && next.fact === referred(one) && next.value === null) i++
  }
  return parts
}

function printRange(one: NestedCondition | undefined, next: NestedCondition | undefined, fact: Fact): string | null {
  if (!isLeaf(one) || !isLeaf(next) || one.fact !== fact.id || next.fact !== fact.id) return null
  if (one.operator !== 'greaterThanInclusive' || next.operator !== 'lessThanInclusive') return null
  const [low, high] = [printLiteral(one.value, fact), printLiteral(next.value, fact)]
  return low === null || high === null ? null : `${low}..${high}`
}

function printPart(condition: NestedCondition, fact: Fact): string | null {
  if (isLeaf(condition)) return printLeaf(condition, fact)
  if (!('any' in condition)) return null
  const choices = condition.any.map((one) => ('all' in one ? printParts(one.all, fact) : printParts([one], fact)))
  // `&` is looked for before `|`, so that it cannot stand inside a choice.
  return choices.every((choice) => choice?.length === 1) ? joinChoices(choices.flatMap((choice) => choice ?? [])) : null
}

const joinChoices = (choices: readonly string[]): string => {
  const has = choices.map((choice) => /^has\((.*)\)$/s.exec(choice)?.[1])
  return has.every((word) => word !== undefined) ? `has(${has.join('|')})` : choices.join('|')
}

function printLeaf({ fact: id, operator, value }: ConditionLeaf, fact: Fact): string | null {
  if (id !== fact.id) return null
  const other = referred({ fact: id, operator, value })
  const sign = signs.get(operator)
  if (other !== null) {
    if (sign !== undefined) return `${sign}@${other}`
    return operator === 'equal' ? `= @${other}` : operator === 'notEqual' ? `not(@${other})` : null
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const words = list.map((one) => printLiteral(one, fact))
  if (words.includes(null)) return null
  const text = words.join('|')
  if (sign !== undefined) return sign + text
  switch (operator) {
    case 'equal':
    case 'in':
      return text
    case 'notEqual':
    case 'notIn':
      return `not(${text})`
    case 'contains':
      return `has(${text})`
    case 'doesNotContain':
      return `lacks(${text})`
    default:
      return null
  }
}

/** A literal as people write it, or null where the fact cannot hold it. */
export function printLiteral(value: unknown, { type, unit }: Pick<Fact, 'type' | 'unit'>): string | null {
  if (value === null) return 'null'
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isSafeInteger(value) ? printNatural(value, unit) : null
    case 'boolean':
      return typeof value === 'boolean' ? (value ? 'yes' : 'no') : null
    case 'date':
      return typeof value === 'string' ? value : null
    case 'enum':
    case 'set':
    case 'code':
      return typeof value === 'string' ? printWord(value) : null
    case 'shape':
      return null
  }
}

const isLeaf = (condition: NestedCondition | undefined): condition is ConditionLeaf =>
  condition !== undefined && 'fact' in condition

function referred(condition: NestedCondition | undefined): string | null {
  if (!isLeaf(condition)) return null
  const { value } = condition
  if (typeof value !== 'object' || value === null || !('fact' in value)) return null
  return typeof value.fact === 'string' ? value.fact : null
}
