import { cellsBetween, cellsOf, complement, NO_CELLS, type CellSet } from './cell-set.ts'
import type { LeafNode } from './condition-tree.ts'
import { isRange } from './operator.ts'

/** What the tests of one fact name: from it the domain is cut into cells, in each of which every test has one answer. */
export interface CellPlan {
  ranged: boolean
  /** A test reads the value as a number or text, so objects go the slow and exact way: their conversion may throw. */
  converts: boolean
  readonly numbers: Map<number, number>
  readonly others: Set<unknown>
}

/**
 * Ranged: gap, cut, gap, cut, … gap, then one cell for each value that is no number. Otherwise one cell a literal and one
 * for everything else.
 */
export interface FactCells {
  readonly size: number
  readonly ranged: boolean
  readonly converts: boolean
  readonly cuts: Float64Array
  readonly literals: Map<unknown, number>
  /** The cell of NaN where there are ranges. */
  readonly nan: number
  /** The cell of whatever no literal names; -1: not told apart here. */
  readonly other: number
  /** The cells of nothing and of yes and no, which are asked for more often than all else; -1 as above. */
  readonly nothing: number
  readonly yes: number
  readonly no: number
}

/** The values besides numbers and texts that a range must tell apart. */
const SPECIALS: readonly unknown[] = [undefined, null, false, true]

export const emptyPlan = (): CellPlan => ({ ranged: false, converts: false, numbers: new Map(), others: new Set() })

/** Only these can be told apart by a Map as `===` does, and converted without throwing. */
export const isPlainLiteral = (value: unknown): boolean =>
  value === null || !['object', 'function', 'symbol', 'bigint'].includes(typeof value)

export function planLeaf(plan: CellPlan, leaf: LeafNode): void {
  if (isRange(leaf.operator)) plan.ranged = true
  for (const literal of literalsOf(leaf))
    if (typeof literal === 'number') {
      if (!Number.isNaN(literal)) plan.numbers.set(literal + 0, (plan.numbers.get(literal + 0) ?? 0) + 1)
    } else if (isPlainLiteral(literal)) plan.others.add(literal)
}

/** Against a number, a range converts its right side as Number does. */
function literalsOf({ operator, literal }: LeafNode): readonly unknown[] {
  if (isRange(operator)) return [Number(literal)]
  return Array.isArray(literal) && (operator === 'in' || operator === 'notIn') ? (literal as unknown[]) : [literal] // a list of anything
}

export function cutIntoCells({ ranged, converts, numbers, others }: CellPlan, mostCuts: number): FactCells {
  const literals = new Map<unknown, number>()
  if (!ranged) {
    for (const literal of [...numbers.keys(), ...others]) literals.set(literal, literals.size)
    const other = literals.size
    const cuts = new Float64Array()
    return { size: other + 1, ranged, converts, cuts, literals, nan: other, other, ...oftenAsked(literals, other) }
  }
  const cuts = Float64Array.from(chooseCuts(numbers, mostCuts))
  const nan = 2 * cuts.length + 1
  let size = nan + 1
  for (const one of [...SPECIALS, ...others]) if (!literals.has(one)) literals.set(one, size++)
  return { size, ranged, converts: true, cuts, literals, nan, other: -1, ...oftenAsked(literals, -1) }
}

const oftenAsked = (literals: ReadonlyMap<unknown, number>, other: number) => ({
  nothing: literals.get(null) ?? other,
  yes: literals.get(true) ?? other,
  no: literals.get(false) ?? other,
})

/** Too many cuts are thinned out where tests are dense; a test whose cut went keeps its exact form as a residual. */
function chooseCuts(numbers: ReadonlyMap<number, number>, most: number): number[] {
  const sorted = [...numbers].sort(([a], [b]) => a - b)
  if (sorted.length <= most) return sorted.map(([cut]) => cut)
  const total = sorted.reduce((sum, [, uses]) => sum + uses, 0)
  const kept: number[] = []
  let seen = 0
  for (const [cut, uses] of sorted) {
    seen += uses
    if (kept.length < most && seen * most >= (kept.length + 1) * total) kept.push(cut)
  }
  return kept
}

/** The cell a value lies in, or -1 where the cells do not tell. */
export function locate(cells: FactCells, value: unknown): number {
  if (value === null) return cells.nothing
  if (value === true) return cells.yes
  if (value === false) return cells.no
  if (typeof value === 'number' && cells.ranged) return locateNumber(cells, value)
  const cell = cells.literals.get(value)
  if (cell !== undefined) return cell
  return cells.converts && !isPlainLiteral(value) ? -1 : cells.other
}

function locateNumber({ cuts, nan }: FactCells, value: number): number {
  if (Number.isNaN(value)) return nan
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((cuts[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low < cuts.length && cuts[low] === value ? 2 * low + 1 : 2 * low
}

export interface LeafCells {
  /** Where the test may hold; exactly there if `exact`. */
  readonly set: CellSet
  readonly exact: boolean
}

export function cellsWhere(cells: FactCells, leaf: LeafNode): LeafCells {
  if (isRange(leaf.operator)) return cellsInRange(cells, leaf)
  const negative = leaf.operator === 'notEqual' || leaf.operator === 'notIn'
  const named: number[] = []
  let exact = true
  for (const literal of literalsOf(leaf)) {
    // Neither NaN nor an object of the rule's own is ever equal to anything.
    if (!isPlainLiteral(literal) || Number.isNaN(literal)) continue
    const cell = locate(cells, literal)
    const inGap = cells.ranged && typeof literal === 'number' && cell % 2 === 0
    if (inGap) exact = false
    if (!inGap || !negative) named.push(cell)
  }
  const set = cellsOf(named)
  return { set: negative ? complement(set, cells.size) : set, exact }
}

function cellsInRange(cells: FactCells, { operator, literal, test }: LeafNode): LeafCells {
  const special: number[] = []
  for (const [value, cell] of cells.literals) if (test?.(value, literal)) special.push(cell)
  const bound = Number(literal)
  const at = Number.isNaN(bound) ? 0 : locateNumber(cells, bound)
  const exact = Number.isNaN(bound) || at % 2 === 1
  // In a gap the bound divides the cell, which then belongs to both sides.
  const within = exact && (operator === 'lessThan' || operator === 'greaterThan') ? 0 : 1
  const numbers = Number.isNaN(bound)
    ? NO_CELLS
    : operator === 'lessThan' || operator === 'lessThanInclusive'
      ? cellsBetween(0, at + within)
      : cellsBetween(at + 1 - within, cells.nan)
  // Cells of numbers come before all others.
  return { set: [...numbers, ...cellsOf(special)], exact }
}
