import { inputsOf } from '../vocabulary/inputs-of.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { Cause } from './decision.ts'
import { factsRead } from './facts-read.ts'

/** Slots of the given facts that a cause comes from: through its rule's tests, computed and derived facts, to the source. */
export function givenBehind(release: CompiledRelease, cause: Cause): number[] {
  const start: string[] = cause.field === null ? [] : [cause.field]
  const known = cause.rule === undefined ? undefined : release.rules.get(cause.rule)
  const conditions = known?.group.conditions[known.position]
  if (conditions) start.push(...factsRead(conditions, release.rulebook.conditions))
  const seen = new Set<string>()
  const found: number[] = []
  // Breadth first: what is nearest to the cause is tried first.
  const open = [...start]
  for (const id of open) {
    if (seen.has(id)) continue
    seen.add(id)
    const slot = release.slots.get(id)
    const fact = slot === undefined ? undefined : release.facts[slot]?.fact
    if (slot === undefined || !fact) {
      for (const group of release.groups) if (group.targets.includes(id)) open.push(...group.reads)
      continue
    }
    const { source } = fact
    if (source.kind === 'given') found.push(slot)
    open.push(...inputsOf(fact))
    if (source.kind !== 'derived') continue
    for (const group of release.groups) if (group.group.id === source.group) open.push(...group.reads)
  }
  return found
}
