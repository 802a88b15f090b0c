import { booleanOf, type ConditionLeaf, type NestedCondition, type TopLevelCondition } from '../engine/condition.ts'
import { factReferred } from '../engine/facts-read.ts'
import { findOperator } from '../engine/operator.ts'

export type ValueOf = (factId: string) => unknown
type Shared = Readonly<Record<string, TopLevelCondition>>

/** Whether a condition of the profile holds, by the real operators and without cells: what findings are confirmed with. */
export function holds(condition: NestedCondition, valueOf: ValueOf, shared: Shared, isRoot = true): boolean {
  // Below the root a reference goes before everything else on its node.
  if ('condition' in condition && !(isRoot && booleanOf(condition))) {
    const meant = Object.hasOwn(shared, condition.condition) ? shared[condition.condition] : undefined
    return meant !== undefined && holds(meant, valueOf, shared)
  }
  if ('any' in condition)
    return condition.any.length === 0 || condition.any.some((one) => holds(one, valueOf, shared, false))
  if ('all' in condition) return condition.all.every((one) => holds(one, valueOf, shared, false))
  if ('not' in condition) return !holds(condition.not, valueOf, shared, false)
  return leafHolds(condition as ConditionLeaf, valueOf) // a reference ended above
}

export function leafHolds(leaf: ConditionLeaf, valueOf: ValueOf): boolean {
  const other = factReferred(leaf.value)
  return findOperator(leaf.operator)?.(valueOf(leaf.fact), other === null ? leaf.value : valueOf(other)) === true
}
