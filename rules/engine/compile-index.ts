import type { TopLevelCondition } from './condition.ts'
import { compileExact, type ClosureContext, type Predicate } from './condition-closure.ts'
import { readRoot, type ConditionNode } from './condition-tree.ts'
import { makeFactColumns } from './fact-column.ts'
import { makeBitIndex, type BitIndex, type IndexStats } from './bit-index.ts'
import { findNearMisses, type NearMiss } from './near-misses.ts'
import { planIndex } from './plan-index.ts'
import { rulesExclude } from './rules-exclude.ts'

export interface RuleIndex {
  readonly stats: IndexStats
  /** Writes the positions (ascending, as declared) of the rules that hold into `into`; answers how many. */
  match(values: readonly unknown[], into: Int32Array): number
  /** The same without the index: exact for values of any kind, and throws what json-rules-engine rejects. */
  scan(values: readonly unknown[], into: Int32Array): number
  /** One rule alone, by closures. */
  holds(rule: number, values: readonly unknown[]): boolean
  /** Rules that only the tests of one fact keep from holding, in the order declared. */
  nearMisses(values: readonly unknown[], limit: number): NearMiss[]
  /** Whether two rules never hold together, as far as is known; `isPlain` says which facts hold only plain values. */
  exclusive(isPlain: (slot: number, ranged: boolean) => boolean): (one: number, other: number) => boolean
}

/** Cuts what the rules test into cells and lays a row of bits over each; see decisions for why and how. */
export function compileIndex(
  conditions: readonly TopLevelCondition[],
  slotOf: (factId: string) => number,
  shared: Readonly<Record<string, TopLevelCondition>> = {},
  mostCuts?: number,
): RuleIndex {
  const facts = makeFactColumns(slotOf)
  const sharedNodes = new Map<unknown, ConditionNode>()
  for (const [name, condition] of Object.entries(shared)) {
    if (name === '') throw new Error('A shared condition needs a name.')
    sharedNodes.set(name, readRoot(condition, facts))
  }
  // A rule without conditions is taken, and found out when it is evaluated.
  const none: ConditionNode = { kind: 'broken', message: 'A rule without conditions cannot be evaluated.' }
  const roots = conditions.map((condition) => (condition ? readRoot(condition, facts) : none))
  const context: ClosureContext = {
    columns: facts.columns,
    shared: sharedNodes,
    compiled: new Map(),
    running: new Set(),
  }
  const exact: (Predicate | undefined)[] = new Array<undefined>(roots.length).fill(undefined)
  const holds = (rule: number, values: readonly unknown[]): boolean => {
    const root = roots[rule]
    if (!root) throw new RangeError(`There is no rule ${rule}.`)
    return (exact[rule] ??= compileExact(root, context))(values)
  }
  const scan = (values: readonly unknown[], into: Int32Array): number => {
    let found = 0
    for (let rule = 0; rule < roots.length; rule++) if (holds(rule, values)) into[found++] = rule
    return found
  }
  const plan = planIndex(roots, context, mostCuts)
  const index: BitIndex = makeBitIndex(plan, context, holds)
  return {
    stats: index.stats,
    match: (values, into) => {
      const found = index.match(values, into)
      return found < 0 ? scan(values, into) : found
    },
    scan,
    holds,
    nearMisses: (values, limit) => findNearMisses(values, limit, plan, index, context),
    exclusive: (isPlain) => rulesExclude(plan, context.columns, isPlain),
  }
}
