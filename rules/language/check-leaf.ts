import type { Fact, Moment, Scope } from '../vocabulary/fact.ts'
import { say } from './check-shape.ts'
import { wrongValue, wrongWord } from './check-value.ts'
import { findFact, isLater, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import { isObject } from './read-parts.ts'
import type { Group } from './rulebook.ts'
import { operators } from './schemas/condition-schema.ts'
import type { Tell } from './tell.ts'

const LONGEST_LIST = 1000
const ranges = new Set(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'])

/** Where a test stands: without a group it is a shared condition's, seen again where that is used. */
export interface LeafPlace {
  readonly model: Model
  readonly group: Group | null
  readonly at: string
  readonly tell: Tell
  /** Facts whose null tests guard this test. */
  readonly guarded: ReadonlySet<string>
}

/** A test of a fact: whether its operator and value make sense for the fact's type. */
export function checkLeaf(leaf: Readonly<Record<string, unknown>>, place: LeafPlace): void {
  const { model, group, at, tell } = place
  const { fact: id, operator, value } = leaf
  if (typeof id !== 'string')
    return void tell('wrong_type', `\`fact\` must be a fact’s id; found ${say(id)}.`, `${at}/fact`)
  const isKnown = typeof operator === 'string' && operators.includes(operator)
  if (!isKnown) {
    const end = typeof operator === 'string' ? didYouMean(operator, operators) : '.'
    tell('unknown_operator', `Unknown operator ${say(operator)}${end}`, `${at}/operator`)
  }
  const fact = findFact(model, id, `${at}/fact`, tell)
  if (!fact) return
  if (group) checkSight(fact, group, `${at}/fact`, tell)
  if (fact.type === 'shape')
    return void tell('shape_compared', `\`${id}\` is a shape: only computed facts look at it.`, `${at}/fact`)
  if (!isKnown) return
  const expected = misfit(fact, operator)
  if (expected !== null)
    return void tell('wrong_operator', `\`${operator}\` does not fit \`${id}\`, ${expected}.`, `${at}/operator`)
  if (isObject(value)) checkReference(fact, operator, value, place)
  else checkLiteral(fact, operator, value, place)
}

/** What a fact is, where an operator does not fit it. */
function misfit({ type }: Fact, operator: string): string | null {
  if (ranges.has(operator))
    return type === 'number' || type === 'date' ? null : `which is of type ${type}: it has no order`
  if (operator === 'contains' || operator === 'doesNotContain') return type === 'set' ? null : `which is no set`
  return type === 'set' && (operator === 'in' || operator === 'notIn') ? 'a set: say contains' : null
}

export function isSeen(fact: Fact, scope: Scope, moment: Moment): boolean {
  return (fact.scope === 'job' || scope === 'lens') && !isLater(fact.moment, moment)
}

/** A rule sees the facts of its scope, and lens rules those of the job too; none that is known later only. */
export function checkSight(fact: Fact, group: Group, at: string, tell: Tell): void {
  if (fact.scope === 'lens' && group.scope === 'job')
    tell('wrong_scope', `\`${fact.id}\` is a fact of a lens; a job rule sees it through an aggregate only.`, at)
  const moment = group.moment ?? 'order'
  if (isLater(fact.moment, moment))
    tell(
      'known_later',
      `\`${fact.id}\` is known at the moment \`${fact.moment}\` only; its group is judged at \`${moment}\`.`,
      at,
    )
}

function checkLiteral(fact: Fact, operator: string, value: unknown, { model, at, tell }: LeafPlace): void {
  const valueAt = `${at}/value`
  const one = (given: unknown, pointer: string): void => {
    const wrong = wrongValue(fact, given, model.vocabulary)
    if (wrong) tell(wrong.code, wrong.message, pointer)
  }
  switch (operator) {
    case 'in':
    case 'notIn':
      if (!Array.isArray(value))
        return void tell('wrong_type', `\`${operator}\` needs a list; found ${say(value)}.`, valueAt)
      if (value.length === 0) return void tell('empty_list', 'A list needs at least one value.', valueAt)
      if (value.length > LONGEST_LIST)
        return void tell('list_too_long', `A list has at most ${LONGEST_LIST} values; found ${value.length}.`, valueAt)
      return void value.forEach((given: unknown, i) => one(given, `${valueAt}/${i}`))
    case 'contains':
    case 'doesNotContain': {
      const wrong = typeof value === 'string' ? wrongWord(fact, value, model.vocabulary) : null
      if (typeof value !== 'string') tell('wrong_type', `\`${fact.id}\` holds words; found ${say(value)}.`, valueAt)
      else if (wrong) tell(wrong.code, wrong.message, valueAt)
      return
    }
    case 'equal':
    case 'notEqual':
      if (fact.type === 'set' && value !== null)
        return void tell('wrong_operator', `\`${fact.id}\` is a set: say contains.`, `${at}/operator`)
      return void one(value, valueAt)
    default:
      if (value === null) return void tell('wrong_type', 'null is neither more nor less than anything.', valueAt)
      return void one(value, valueAt)
  }
}

function checkReference(fact: Fact, operator: string, value: Record<string, unknown>, place: LeafPlace): void {
  const { model, group, at, tell, guarded } = place
  const { fact: id, ...rest } = value
  const valueAt = `${at}/value`
  for (const key of Object.keys(rest))
    tell('unknown_key', `A reference holds \`fact\` alone; found \`${key.slice(0, 80)}\`.`, valueAt)
  if (typeof id !== 'string') return void tell('wrong_type', 'A reference is { "fact": "…" }.', valueAt)
  const other = findFact(model, id, valueAt, tell)
  if (!other) return
  if (group) checkSight(other, group, valueAt, tell)
  if (operator === 'in' || operator === 'notIn')
    return void tell('wrong_type', `\`${operator}\` needs a list of values, not a fact.`, valueAt)
  const wrong = operator === 'contains' || operator === 'doesNotContain' ? !isWord(other) : !areComparable(fact, other)
  if (wrong)
    return void tell(
      'not_comparable',
      `\`${fact.id}\` (${kindOf(fact)}) and \`${id}\` (${kindOf(other)}) cannot be compared.`,
      valueAt,
    )
  if (ranges.has(operator) && other.nullable && !guarded.has(id))
    tell(
      'null_untested',
      `\`${id}\` may be null, which would count as 0: test beside it that it is notEqual null.`,
      valueAt,
    )
}

const isWord = ({ type }: Fact): boolean => type === 'enum' || type === 'code'
const kindOf = ({ type, unit }: Fact): string => (unit === undefined ? type : `${type} of ${unit}`)

function areComparable(one: Fact, other: Fact): boolean {
  if (one.type === 'set' || one.type === 'shape') return false
  if (isWord(one)) return isWord(other)
  return one.type === other.type && one.unit === other.unit
}
