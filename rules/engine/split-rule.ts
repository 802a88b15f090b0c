import type { ConditionNode, LeafNode } from './condition-tree.ts'
import type { FactColumn } from './fact-column.ts'
import { isPlainLiteral } from './fact-cells.ts'
import { isRange } from './operator.ts'

/** A part of a rule that must hold. */
export interface RulePart {
  readonly node: ConditionNode
  /** The only column it looks at, or -1. */
  readonly column: number
  /** Cells can answer it. */
  readonly indexable: boolean
}

export interface SplitContext {
  readonly columns: readonly FactColumn[]
  readonly shared: ReadonlyMap<unknown, ConditionNode>
}

/** The parts of a rule's outermost conjunction; undefined for one that may throw, which must be evaluated every time. */
export function splitRule(root: ConditionNode, context: SplitContext): RulePart[] | undefined {
  const parts: RulePart[] = []
  const nodes: ConditionNode[] = []
  gather(root, context, [], nodes)
  for (const node of nodes) {
    const seen: Seen = { columns: [], indexable: true, safe: true }
    look(node, context, [], seen)
    if (!seen.safe) return undefined
    const [only = -1] = seen.columns
    const isAlone = seen.columns.length === 1
    parts.push({ node, column: isAlone ? only : -1, indexable: seen.indexable && isAlone })
  }
  return parts
}

function gather(node: ConditionNode, context: SplitContext, above: readonly unknown[], into: ConditionNode[]): void {
  if (node.kind === 'reference' && !above.includes(node.name)) {
    const target = context.shared.get(node.name)
    if (target) gather(target, context, [...above, node.name], into)
    else into.push(node)
    return
  }
  // Of one condition, `any` is `all`.
  if (node.kind === 'all' || (node.kind === 'any' && node.groups.length === 1 && node.groups[0]?.length === 1))
    for (const group of node.groups) for (const child of group) gather(child, context, above, into)
  else into.push(node)
}

interface Seen {
  readonly columns: number[]
  indexable: boolean
  safe: boolean
}

function look(node: ConditionNode, context: SplitContext, above: readonly unknown[], seen: Seen): void {
  switch (node.kind) {
    case 'leaf':
      lookAtLeaf(node, context, seen)
      return
    case 'not':
      look(node.child, context, above, seen)
      return
    case 'reference': {
      const target = above.includes(node.name) ? undefined : context.shared.get(node.name)
      if (target) look(target, context, [...above, node.name], seen)
      else seen.safe = false
      return
    }
    case 'broken':
      seen.safe = false
      return
    default:
      for (const group of node.groups) for (const child of group) look(child, context, above, seen)
  }
}

function lookAtLeaf(leaf: LeafNode, { columns }: SplitContext, seen: Seen): void {
  for (const column of [leaf.column, leaf.right])
    if (column >= 0 && !seen.columns.includes(column)) seen.columns.push(column)
  const broken = (columns[leaf.column]?.broken ?? false) || (columns[leaf.right]?.broken ?? false)
  const kind = broken ? 'throws' : kindOf(leaf)
  if (kind !== 'cells') seen.indexable = false
  if (kind === 'throws') seen.safe = false
}

/** How a test may be answered: by cells, only by its closure, or only by one that may throw. */
function kindOf({ operator, right, literal }: LeafNode): 'cells' | 'closure' | 'throws' {
  const isLiteral = right < 0
  switch (operator) {
    case 'equal':
    case 'notEqual':
      return isLiteral && !isOdd(literal) ? 'cells' : 'closure'
    case 'in':
    case 'notIn':
      if (isLiteral && Array.isArray(literal)) return literal.some(isOdd) ? 'closure' : 'cells'
      return isLiteral && typeof literal === 'string' ? 'closure' : 'throws'
    case 'contains':
    case 'doesNotContain':
      return 'closure'
    default:
      if (!isRange(operator)) return 'throws'
      return isLiteral ? (isPlainLiteral(literal) ? 'cells' : 'throws') : 'closure'
  }
}

/** Equal by value, but kept out of the cells. An object of the rule's own may stay: it is never equal. */
const isOdd = (literal: unknown): boolean => ['symbol', 'bigint', 'function'].includes(typeof literal)

/** Columns whose values a closure converts, which objects and symbols may answer by throwing. */
export function convertedColumns({ operator, column, right, literal }: LeafNode): readonly number[] {
  if (isRange(operator)) return right < 0 ? [column] : [column, right]
  return (operator === 'in' || operator === 'notIn') && typeof literal === 'string' ? [column] : []
}

/** The tests of a node that does not refer to itself. */
export function leavesOf(node: ConditionNode, context: SplitContext): LeafNode[] {
  switch (node.kind) {
    case 'leaf':
      return [node]
    case 'not':
      return leavesOf(node.child, context)
    case 'reference': {
      const target = context.shared.get(node.name)
      return target ? leavesOf(target, context) : []
    }
    case 'broken':
      return []
    default:
      return node.groups.flatMap((group) => group.flatMap((child) => leavesOf(child, context)))
  }
}
