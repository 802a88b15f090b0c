import type { ConditionLeaf, NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import type { FactValue } from '../vocabulary/fact.ts'

type Known = ReadonlyMap<string, FactValue>
type Shared = Readonly<Record<string, TopLevelCondition>>

/** Deeper than the language allows: only a ring of shared conditions gets there. */
const DEEPEST = 32

/** Whether a condition can hold when some facts are known and the others may be anything. Wrongly `true` at worst. */
export function canHold(condition: NestedCondition, known: Known, shared: Shared): boolean {
  return truthOf(condition, known, shared, 0) !== false
}

function truthOf(node: NestedCondition, known: Known, shared: Shared, depth: number): boolean | null {
  if (depth > DEEPEST) return null
  const each = (nodes: readonly NestedCondition[]): (boolean | null)[] =>
    nodes.map((one) => truthOf(one, known, shared, depth + 1))
  if ('all' in node) {
    const truths = each(node.all)
    return truths.includes(false) ? false : truths.includes(null) ? null : true
  }
  if ('any' in node) {
    const truths = each(node.any)
    return truths.length === 0 || truths.includes(true) ? true : truths.includes(null) ? null : false
  }
  if ('not' in node) {
    const truth = truthOf(node.not, known, shared, depth + 1)
    return truth === null ? null : !truth
  }
  if ('condition' in node) {
    const meant = Object.hasOwn(shared, node.condition) ? shared[node.condition] : undefined
    return meant ? truthOf(meant, known, shared, depth + 1) : null
  }
  return truthOfLeaf(node, known)
}

/** The same condition for whoever the known facts belong to, naming nobody else: a test that is decided asks for that. */
export function withoutOthers<Node extends NestedCondition>(condition: Node, known: Known): Node
export function withoutOthers(node: NestedCondition, known: Known): NestedCondition {
  if ('all' in node) return { ...node, all: node.all.map((one) => withoutOthers(one, known)) }
  if ('any' in node) return { ...node, any: node.any.map((one) => withoutOthers(one, known)) }
  if ('not' in node) return { ...node, not: withoutOthers(node.not, known) }
  if ('condition' in node) return node
  const truth = truthOfLeaf(node, known)
  if (truth === null) return node
  return { ...node, operator: truth ? 'equal' : 'notEqual', value: known.get(node.fact) }
}

function truthOfLeaf({ fact, operator, value }: ConditionLeaf, known: Known): boolean | null {
  const seen = known.get(fact)
  if (seen === undefined) return null
  const list = Array.isArray(value) ? (value as readonly unknown[]) : null
  switch (operator) {
    case 'equal':
    case 'notEqual':
      // Another fact's value is not known here.
      return typeof value === 'object' && value !== null ? null : (seen === value) === (operator === 'equal')
    case 'in':
    case 'notIn':
      return list ? list.includes(seen) === (operator === 'in') : null
    default:
      return null
  }
}
