import type { CompiledRelease } from './compile-release.ts'
import { sayLeaf } from './say-condition.ts'
import type { TracedCondition, TracedLeaf } from './trace-conditions.ts'

/** A test that a condition hangs on, in a sentence that says how it came out. */
export interface Finding {
  readonly fact: string
  readonly operator: string
  readonly value: unknown
  readonly factResult: unknown
  readonly valueResult: unknown
  readonly result: boolean
  readonly sentence: string
}

/** The tests because of which a condition is what it is: those that failed, or under a `not` those that held. */
export function decisiveLeaves(release: CompiledRelease, tree: TracedCondition): Finding[] {
  const found: Finding[] = []
  walk(tree, true, (leaf, wanted) => {
    if (leaf.result !== wanted) found.push(findingOf(release, leaf))
  })
  return found
}

/** Every test of a condition. */
export function allLeaves(release: CompiledRelease, tree: TracedCondition): Finding[] {
  const found: Finding[] = []
  walk(tree, null, (leaf) => found.push(findingOf(release, leaf)))
  return found
}

/** With something wanted, what came out as wanted is left aside. */
function walk(
  tree: TracedCondition,
  wanted: boolean | null,
  tell: (leaf: TracedLeaf, wanted: boolean | null) => unknown,
): void {
  if ('fact' in tree) tell(tree, wanted)
  else if ('not' in tree) walk(tree.not, wanted === null ? null : !wanted, tell)
  else
    for (const one of 'all' in tree ? tree.all : tree.any)
      if (wanted === null || one.result !== wanted) walk(one, wanted, tell)
}

function findingOf(release: CompiledRelease, leaf: TracedLeaf): Finding {
  const { fact, operator, value, factResult, valueResult, result } = leaf
  return { fact, operator, value, factResult, valueResult, result, sentence: sayLeaf(release, leaf, result) }
}
