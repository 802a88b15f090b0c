import { intersect } from './cell-set.ts'
import type { FactColumn } from './fact-column.ts'
import type { IndexPlan } from './plan-index.ts'

/**
 * Whether no values can let both rules hold, as far as cells can tell: of some fact both test, they share no cell. Sets
 * and shapes are left out, since only plain values are sure to lie in a cell (`isPlain`: a number, a word or nothing).
 */
export function rulesExclude(
  { placed, cells }: IndexPlan,
  columns: readonly FactColumn[],
  isPlain: (slot: number, ranged: boolean) => boolean,
): (one: number, other: number) => boolean {
  const cellsOf = new Map(placed.map((planned) => [planned.rule, planned.cells]))
  return (one, other) => {
    const others = cellsOf.get(other)
    for (const [position, set] of cellsOf.get(one) ?? []) {
      const column = columns[position]
      const ranged = cells[position]?.ranged === true
      if (!others?.has(position) || !column || column.path || !isPlain(column.slot, ranged)) continue
      if (intersect(set, others.get(position) ?? []).length === 0) return true
    }
    return false
  }
}
