import { inputsOf } from '../vocabulary/inputs-of.ts'
import { factsRead, factReferred } from '../engine/facts-read.ts'
import type { Fact } from '../vocabulary/fact.ts'
import type { ExpandedRule } from './expanded-rule.ts'
import { phases, type Group, type Rulebook } from './rulebook.ts'

export interface GroupOrder {
  /** Ids, each after those that write what it reads; of a circle, its members as they come. */
  readonly order: readonly string[]
  /** Circles found: each group reads what the one before it writes, and the first what the last one does. */
  readonly cycles: readonly (readonly GroupStep[])[]
}

/** A group, and by which fact it hangs on the group before it. */
export interface GroupStep {
  readonly group: string
  readonly fact: string
}

export type JudgedParts = Pick<ExpandedRule, 'group' | 'conditions' | 'event'>

/** Groups run in the order of what they read and write; by phase, then as declared, where that leaves a choice. */
export function orderGroups(
  groups: readonly Group[],
  rules: readonly JudgedParts[],
  vocabulary: readonly Fact[],
  shared: Rulebook['conditions'],
): GroupOrder {
  const facts = new Map(vocabulary.map((fact) => [fact.id, fact]))
  const reads = readsOf(rules, shared)
  // A set begins as another one before its group speaks.
  for (const { source } of vocabulary)
    if (source.kind === 'derived' && source.from !== undefined) addTo(reads, source.group, source.from)
  const known = new Set(groups.map(({ id }) => id))
  const roots = new Map<string, ReadonlySet<string>>()
  const order: string[] = []
  const cycles: GroupStep[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const path: GroupStep[] = []

  const need = (group: string): void => {
    state.set(group, 'open')
    for (const fact of [...(reads.get(group) ?? [])].sort()) {
      for (const writer of writersBehind(fact, facts, roots)) {
        if (!known.has(writer)) continue
        const start = path.findIndex((step) => step.group === writer)
        if (writer === group) cycles.push([{ group, fact }])
        else if (state.get(writer) === 'open') cycles.push([...path.slice(start), { group, fact }])
        else if (!state.has(writer)) {
          path.push({ group, fact })
          need(writer)
          path.pop()
        }
      }
    }
    state.set(group, 'done')
    order.push(group)
  }
  const phaseOf = ({ phase }: Group): number => phases.indexOf(phase)
  for (const { id } of groups.toSorted((a, b) => phaseOf(a) - phaseOf(b))) if (!state.has(id)) need(id)
  return { order, cycles }
}

function readsOf(rules: readonly JudgedParts[], shared: Rulebook['conditions']): Map<string, Set<string>> {
  const reads = new Map<string, Set<string>>()
  for (const { group, conditions, event } of rules) {
    for (const fact of factsRead(conditions, shared)) addTo(reads, group, fact)
    for (const value of Object.values(event.params)) {
      const fact = factReferred(value)
      if (fact !== null) addTo(reads, group, fact)
    }
  }
  return reads
}

function addTo(reads: Map<string, Set<string>>, group: string, fact: string): void {
  const read = reads.get(group)
  if (read) read.add(fact)
  else reads.set(group, new Set([fact]))
}

/** Groups that must have spoken before a fact is known, seen through whatever is made of other facts. */
function writersBehind(
  id: string,
  facts: ReadonlyMap<string, Fact>,
  known: Map<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = known.get(id)
  if (found) return found
  const writers = new Set<string>()
  // Kept before it is filled: a circle of facts is told elsewhere, and ends here.
  known.set(id, writers)
  const seen = new Set<string>()
  const open = [id]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const fact = facts.get(next)
    if (!fact) continue
    if (fact.source.kind === 'derived') writers.add(fact.source.group)
    for (const one of inputsOf(fact)) open.push(one)
  }
  return writers
}
