import type { NestedCondition } from '../engine/condition.ts'
import { factReferred } from '../engine/facts-read.ts'
import { sayValue } from '../engine/say-value.ts'
import type { Fact } from '../vocabulary/fact.ts'

export type Facts = ReadonlyMap<string, Fact>

export const factsById = (vocabulary: unknown): Facts =>
  new Map(
    (Array.isArray(vocabulary) ? (vocabulary as readonly unknown[]) : []).flatMap((fact): [string, Fact][] =>
      isFact(fact) ? [[fact.id, fact]] : [],
    ),
  )

function isFact(value: unknown): value is Fact {
  return (
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'label' in value
  )
}

const operators = new Map([
  ['equal', 'is'],
  ['notEqual', 'is not'],
  ['in', 'is one of'],
  ['notIn', 'is none of'],
  ['lessThan', 'is below'],
  ['lessThanInclusive', 'is at most'],
  ['greaterThan', 'is above'],
  ['greaterThanInclusive', 'is at least'],
  ['contains', 'contains'],
  ['doesNotContain', 'does not contain'],
])

/** `Sphere is below -6.00 D and (Material is poly or Material is trivex)`. */
export function conditionInWords(condition: unknown, facts: Facts): string {
  return inWords(condition, facts, false)
}

function inWords(node: unknown, facts: Facts, inner: boolean): string {
  if (typeof node !== 'object' || node === null) return JSON.stringify(node) ?? 'nothing'
  if ('all' in node && Array.isArray(node.all)) return joined(node.all, 'and', facts, inner)
  if ('any' in node && Array.isArray(node.any)) return joined(node.any, 'or', facts, inner)
  if ('not' in node) return `not (${inWords(node.not, facts, false)})`
  if ('condition' in node) return `“${String(node.condition)}” holds`
  if (!('fact' in node) || !('operator' in node) || typeof node.fact !== 'string') return JSON.stringify(node)
  const fact = facts.get(node.fact)
  const operator = String(node.operator)
  const right = 'value' in node ? node.value : undefined
  return `${fact?.label ?? node.fact} ${operators.get(operator) ?? operator} ${valueInWords(right, fact, facts)}`
}

function joined(parts: readonly unknown[], word: string, facts: Facts, inner: boolean): string {
  const [only] = parts
  if (parts.length === 1) return inWords(only, facts, inner)
  const text = parts.map((part) => inWords(part, facts, true)).join(` ${word} `)
  return inner ? `(${text})` : text
}

/** A literal in natural units, or the label of the fact that is meant. */
function valueInWords(value: unknown, fact: Fact | undefined, facts: Facts): string {
  const other = factReferred(value)
  if (other !== null) return facts.get(other)?.label ?? other
  if (Array.isArray(value)) return value.map((one) => valueInWords(one, fact, facts)).join(', ')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return sayValue(fact, value)
}

/** `refuse POWER (field: Sphere, limit: -6.00 D)`. */
export function eventInWords(type: unknown, params: unknown, facts: Facts): string {
  const named = typeof params === 'object' && params !== null ? Object.entries(params) : []
  const said = named.map(([name, value]) => `${name}: ${paramInWords(name, value, params, facts)}`)
  return `${String(type)}${said.length > 0 ? ` (${said.join(', ')})` : ''}`
}

/** A number of an event counts in the unit of the fact that the event is about. */
export function paramInWords(name: string, value: unknown, params: unknown, facts: Facts): string {
  const about = new Map<string, unknown>(typeof params === 'object' && params !== null ? Object.entries(params) : [])
  const key =
    name === 'limit' ? about.get('field') : name === 'value' ? (about.get('fact') ?? about.get('slot')) : undefined
  if (name === 'field' || name === 'fact') return facts.get(String(value))?.label ?? String(value)
  return valueInWords(value, typeof key === 'string' ? facts.get(key) : undefined, facts)
}

/** The tests of a condition that is one plain list of them, each in words; nothing when it is nested. */
export function testsInWords(condition: unknown, facts: Facts): readonly string[] | null {
  if (typeof condition !== 'object' || condition === null || !('all' in condition)) return null
  if (!Array.isArray(condition.all)) return null
  const nodes = condition.all as readonly NestedCondition[]
  return nodes.map((node) => inWords(node, facts, true))
}
