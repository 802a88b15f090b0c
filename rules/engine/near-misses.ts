import type { BitIndex } from './bit-index.ts'
import { compileExact, type ClosureContext, type Predicate } from './condition-closure.ts'
import type { ConditionNode } from './condition-tree.ts'
import type { IndexPlan, PlannedRule } from './plan-index.ts'

export interface NearMiss {
  readonly rule: number
  /** The fact whose tests alone fail. */
  readonly slot: number
}

/** None where a value lies in no cell. By two accumulators over the same rows: what fails nowhere so far, and what failed at exactly one fact. */
export function findNearMisses(
  values: readonly unknown[],
  limit: number,
  plan: IndexPlan,
  index: BitIndex,
  context: ClosureContext,
): NearMiss[] {
  const rows = new Int32Array(Math.max(1, index.facts.length))
  if (!index.locateAll(values, rows)) return []
  const candidates = plan.unplaced.map((planned) => ({ planned, column: -1 }))
  for (let word = 0; word < index.words; word++) {
    let none = -1
    let once = 0
    for (const number of rows) {
      const row = index.bits[number * index.words + word] ?? 0
      once = (once & row) | (none & ~row)
      none &= row
    }
    for (let bit = 0; bit < 32; bit++) {
      const planned = plan.placed[word * 32 + bit]
      if (!planned) break
      if ((once >>> bit) & 1) candidates.push({ planned, column: failing(index, rows, word, bit) })
      else if ((none >>> bit) & 1 && planned.open.length > 0) candidates.push({ planned, column: -1 })
    }
  }
  const found: NearMiss[] = []
  for (const { planned, column } of candidates.sort((a, b) => a.planned.rule - b.planned.rule)) {
    if (found.length >= limit) break
    const only = onlyFailing(planned, column, values, context)
    const slot = context.columns[only]?.slot
    if (slot !== undefined) found.push({ rule: planned.rule, slot })
  }
  return found
}

/** The column of the one row that lacks the bit. */
function failing(index: BitIndex, rows: Int32Array, word: number, bit: number): number {
  const at = index.facts.findIndex(
    (_, i) => (((index.bits[(rows[i] ?? 0) * index.words + word] ?? 0) >>> bit) & 1) === 0,
  )
  return index.facts[at]?.position ?? -1
}

const compiled = new WeakMap<ConditionNode, Predicate>()

/** The one column that fails once the open parts are looked at as well, or -1. */
function onlyFailing(
  { open }: PlannedRule,
  byCells: number,
  values: readonly unknown[],
  context: ClosureContext,
): number {
  let column = byCells
  for (const { node, column: own } of open) {
    let predicate = compiled.get(node)
    if (!predicate) compiled.set(node, (predicate = compileExact(node, context)))
    if (predicate(values)) continue
    if (own < 0 || (column >= 0 && column !== own)) return -1
    column = own
  }
  return column
}
