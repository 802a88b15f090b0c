import { cellsBetween, complement, intersect, unite, type CellSet } from './cell-set.ts'
import { clusterRules, type RuleCells } from './cluster-rules.ts'
import type { ConditionNode } from './condition-tree.ts'
import { cellsWhere, cutIntoCells, emptyPlan, planLeaf, type CellPlan, type FactCells } from './fact-cells.ts'
import { convertedColumns, leavesOf, splitRule, type RulePart, type SplitContext } from './split-rule.ts'

/** What cells leave open of a rule. */
export interface OpenPart {
  readonly node: ConditionNode
  /** The only column it looks at, or -1. */
  readonly column: number
}

export interface PlannedRule {
  readonly rule: number
  readonly cells: RuleCells
  readonly open: readonly OpenPart[]
}

export interface IndexPlan {
  readonly rules: number
  /** Per column its cells; undefined where nothing is answered by cells. */
  readonly cells: readonly (FactCells | undefined)[]
  /** Columns without cells whose values closures convert. */
  readonly guarded: readonly number[]
  /** In the order they stand in the index. */
  readonly placed: readonly PlannedRule[]
  /** Rules to be evaluated exactly, every time. */
  readonly unplaced: readonly PlannedRule[]
}

const MOST_CUTS = 2048
const FEWEST_CUTS = 128
/** Rows of very many rules are long: then fewer cuts keep an index from filling memory. */
const BYTES_OF_ROWS = 24 * 2 ** 20

export function planIndex(roots: readonly ConditionNode[], context: SplitContext, mostCuts = MOST_CUTS): IndexPlan {
  const plans = new Map<number, CellPlan>()
  const converted = new Set<number>()
  const split: { rule: number; parts: readonly RulePart[] }[] = []
  const unplaced: PlannedRule[] = []
  for (const [rule, root] of roots.entries()) {
    const parts = splitRule(root, context)
    if (!parts || !(parts.length === 0 || parts.some(({ indexable }) => indexable))) {
      unplaced.push({ rule, cells: new Map(), open: parts ?? [{ node: root, column: -1 }] })
      continue
    }
    split.push({ rule, parts })
    for (const { node, column, indexable } of parts)
      for (const leaf of leavesOf(node, context)) {
        if (!indexable) for (const one of convertedColumns(leaf)) converted.add(one)
        else planLeaf(getOrMake(plans, column, emptyPlan), leaf)
      }
  }
  const rowBytes = Math.ceil(split.length / 32) * 4
  const affordable = Math.floor(BYTES_OF_ROWS / (2 * Math.max(1, plans.size * rowBytes)))
  const most = Math.min(mostCuts, Math.max(FEWEST_CUTS, affordable))
  const cells: (FactCells | undefined)[] = context.columns.map(() => undefined)
  for (const [column, plan] of plans) {
    if (converted.delete(column)) plan.converts = true
    cells[column] = cutIntoCells(plan, most)
  }
  const planned = split.map(({ rule, parts }) => planRule(rule, parts, cells, context))
  const literalColumns = [...plans].filter(([, { ranged }]) => !ranged).map(([column]) => column)
  const order = clusterRules(
    planned.map((one) => one.cells),
    literalColumns,
  )
  const placed = order.flatMap((position) => planned[position] ?? [])
  return { rules: roots.length, cells, guarded: [...converted], placed, unplaced }
}

function planRule(
  rule: number,
  parts: readonly RulePart[],
  cells: readonly (FactCells | undefined)[],
  context: SplitContext,
): PlannedRule {
  const sets = new Map<number, CellSet>()
  const open: OpenPart[] = []
  for (const { node, column, indexable } of parts) {
    const cut = indexable ? cells[column] : undefined
    const answer = cut && cellsOfNode(node, cut, context)
    if (answer) {
      const before = sets.get(column)
      sets.set(column, before ? intersect(before, answer.set) : answer.set)
    }
    if (!answer?.exact) open.push({ node, column })
  }
  return { rule, cells: sets, open }
}

/** Undefined where thinned cuts leave a nested test inexact: its opposite would lose rules. */
function cellsOfNode(
  node: ConditionNode,
  cells: FactCells,
  context: SplitContext,
): { set: CellSet; exact: boolean } | undefined {
  if (node.kind === 'leaf') return cellsWhere(cells, node)
  const set = exactCells(node, cells, context)
  return set && { set, exact: true }
}

function exactCells(node: ConditionNode, cells: FactCells, context: SplitContext): CellSet | undefined {
  switch (node.kind) {
    case 'leaf': {
      const { set, exact } = cellsWhere(cells, node)
      return exact ? set : undefined
    }
    case 'not': {
      const inner = exactCells(node.child, cells, context)
      return inner && complement(inner, cells.size)
    }
    case 'reference': {
      const target = context.shared.get(node.name)
      return target && exactCells(target, cells, context)
    }
    case 'broken':
      return undefined
    default: {
      let sum: CellSet = node.kind === 'all' ? cellsBetween(0, cells.size) : []
      for (const child of node.groups.flat()) {
        const set = exactCells(child, cells, context)
        if (!set) return undefined
        sum = node.kind === 'all' ? intersect(sum, set) : unite(sum, set, cells.size)
      }
      return sum
    }
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
