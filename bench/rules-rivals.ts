import { makeBitIndex } from '@ils/rules/engine/bit-index'
import { compileQuick, type ClosureContext } from '@ils/rules/engine/condition-closure'
import { readRoot } from '@ils/rules/engine/condition-tree'
import { makeFactColumns } from '@ils/rules/engine/fact-column'
import { planIndex } from '@ils/rules/engine/plan-index'
import type { RuleProperties } from '@ils/rules/engine'

type Values = readonly unknown[]

export interface Rivals {
  /** Every rule by its closure, one after the other: answers how many hold. */
  closures: (values: Values) => number
  /** Where the rows of an order begin, found outside of what is timed. */
  rowsOf: (values: Values) => Int32Array
  /** All words of these rows and nothing else: the work no index over rows can leave out without being clever. */
  bareAnd: (rows: Int32Array) => number
}

export function makeRivals(rules: readonly RuleProperties[], slotOf: (fact: string) => number): Rivals {
  const facts = makeFactColumns(slotOf)
  const roots = rules.map(({ conditions }) => readRoot(conditions, facts))
  const context: ClosureContext = { columns: facts.columns, shared: new Map(), compiled: new Map(), running: new Set() }
  const predicates = roots.map((root) => compileQuick(root, context))
  const index = makeBitIndex(planIndex(roots, context), context, () => true)
  const { bits, words } = index
  return {
    closures: (values) => {
      let found = 0
      for (const predicate of predicates) if (predicate(values)) found++
      return found
    },
    rowsOf: (values) => {
      const rows = new Int32Array(index.facts.length)
      index.locateAll(values, rows)
      return rows.map((row) => row * words)
    },
    bareAnd: (rows) => {
      let alive = 0
      for (let word = 0; word < words; word++) {
        let live = -1
        // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator makes this rival half as fast
        for (let i = 0; i < rows.length; i++) live &= bits[(rows[i] ?? 0) + word] ?? 0
        if (live !== 0) alive++
      }
      return alive
    },
  }
}
