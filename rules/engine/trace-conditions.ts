import { booleanOf, type ConditionLeaf, type NestedCondition, type TopLevelCondition } from './condition.ts'
import { makeFactColumns, readColumn } from './fact-column.ts'
import { findOperator } from './operator.ts'

/** A test with what was seen on both sides: json-rules-engine's own names. */
export interface TracedLeaf extends ConditionLeaf {
  readonly factResult: unknown
  readonly valueResult: unknown
  readonly result: boolean
}

export type TracedCondition =
  | ((
      | { readonly all: readonly TracedCondition[] }
      | { readonly any: readonly TracedCondition[] }
      | { readonly not: TracedCondition }
    ) & {
      /** The name under which it is shared, if it was written by name. */
      readonly condition?: string
      readonly result: boolean
    })
  | TracedLeaf

type ValueOf = (factId: string) => unknown
type Shared = Readonly<Record<string, TopLevelCondition>>

/** The tree of a condition with every leaf evaluated, none cut short: an explanation has no blanks. */
export function traceConditions(conditions: TopLevelCondition, valueOf: ValueOf, shared: Shared = {}): TracedCondition {
  return trace(conditions, valueOf, shared, [], true)
}

function trace(
  condition: NestedCondition,
  valueOf: ValueOf,
  shared: Shared,
  above: readonly string[],
  isRoot = false,
): TracedCondition {
  const below = (one: NestedCondition) => trace(one, valueOf, shared, above)
  // Below the root a reference goes before everything else on its node.
  if ('condition' in condition && !(isRoot && booleanOf(condition))) {
    const name = condition.condition
    const target = Object.hasOwn(shared, name) ? shared[name] : undefined
    if (!target) throw new Error(`No condition ${name} exists`)
    if (above.includes(name)) throw new RangeError(`Condition ${name} refers to itself`)
    return { condition: name, ...trace(target, valueOf, shared, [...above, name]) }
  }
  if ('any' in condition) {
    const any = condition.any.map(below)
    return { any, result: any.length === 0 || any.some(({ result }) => result) }
  }
  if ('all' in condition) {
    const all = condition.all.map(below)
    return { all, result: all.every(({ result }) => result) }
  }
  if ('not' in condition) {
    const not = below(condition.not)
    return { not, result: !not.result }
  }
  // `condition` alone is left to a reference, which ended above.
  return traceLeaf(condition as ConditionLeaf, valueOf)
}

function traceLeaf(leaf: ConditionLeaf, valueOf: ValueOf): TracedLeaf {
  const test = findOperator(leaf.operator)
  if (!test) throw new Error(`Unknown operator: ${leaf.operator}`)
  const factResult = look(leaf.fact, leaf.path, valueOf)
  const valueResult = isReference(leaf.value) ? look(leaf.value.fact, leaf.value.path, valueOf) : leaf.value
  return { ...leaf, factResult, valueResult, result: test(factResult, valueResult) }
}

const isReference = (value: unknown): value is { fact: string; path?: string } =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact')

function look(fact: string, path: string | undefined, valueOf: ValueOf): unknown {
  if (!path) return valueOf(fact)
  const { columns, of } = makeFactColumns(() => 0)
  const column = columns[of(fact, path)]
  return column && readColumn(column, [valueOf(fact)])
}
