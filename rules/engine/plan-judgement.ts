import { computedFunctions } from '../optics/computed-functions.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import { inputsOf } from '../vocabulary/inputs-of.ts'
import { phases } from '../language/rulebook.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { CompiledGroup, Step } from './compiled-group.ts'

interface Model {
  readonly facts: readonly CompiledFact[]
  readonly slotOf: (id: string) => number
  readonly groups: readonly CompiledGroup[]
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, FactValue>>>
}

/**
 * Brings groups and facts into an order in which each finds what it reads: by phase and as declared, whatever it needs
 * before it. Groups of a later moment stand on what the order's groups derive, so those come along.
 */
export function planJudgement(model: Model, moment: Moment): Step[] {
  const steps: Step[] = []
  const begun = new Set<string>()
  const wanted = model.groups.filter((group) => group.moment === 'order' || group.moment === moment)
  const writersOf = writers(wanted)

  const needFact = (id: string): void => {
    const compiled = model.facts[model.slotOf(id)]
    if (!compiled || begun.has(`fact ${id}`)) return
    begun.add(`fact ${id}`)
    for (const other of inputsOf(compiled.fact)) needFact(other)
    const step = stepOf(compiled, model)
    if (step) steps.push(step)
    for (const group of writersOf.get(id) ?? []) needGroup(group)
  }
  const needGroup = (group: CompiledGroup): void => {
    if (begun.has(`group ${group.group.id}`)) return
    begun.add(`group ${group.group.id}`)
    for (const id of [...group.reads].sort()) needFact(id)
    // What it writes begins before it: a set starts from another.
    for (const id of group.targets) needFact(id)
    steps.push({ kind: 'group', group })
  }

  const inPhase = (group: CompiledGroup): number => phases.indexOf(group.group.phase)
  for (const group of wanted.toSorted((a, b) => inPhase(a) - inPhase(b))) needGroup(group)
  for (const { fact } of model.facts) needFact(fact.id)
  return steps
}

function writers(groups: readonly CompiledGroup[]): Map<string, CompiledGroup[]> {
  const found = new Map<string, CompiledGroup[]>()
  for (const group of groups) {
    for (const target of new Set([...group.targets, ...group.group.writes])) {
      found.set(target, [...(found.get(target) ?? []), group])
    }
  }
  return found
}

function stepOf(into: CompiledFact, { slotOf, facts, entries }: Model): Step | null {
  const { source } = into.fact
  switch (source.kind) {
    case 'computed': {
      const by = computedFunctions.get(source.by)
      if (!by) return null
      const nothing = facts.length
      return {
        kind: 'compute',
        into,
        by,
        from: by.inputs.map(({ name }) =>
          Object.hasOwn(source.from, name) ? slotOf(source.from[name] ?? '') : nothing,
        ),
        needed: by.inputs.map((input) => input.orNull !== true),
        arguments: by.inputs.map(() => null),
      }
    }
    case 'catalogue': {
      const kind = facts[slotOf(source.of)]?.fact.valuesOf
      const values = new Map<string, FactValue>()
      for (const [id, attributes] of (kind === undefined ? undefined : entries.get(kind)) ?? []) {
        values.set(id, attributes.get(source.attribute) ?? null)
      }
      return { kind: 'look up', into, of: slotOf(source.of), values }
    }
    case 'aggregate':
      return { kind: 'aggregate', into, of: slotOf(source.of), how: source.how }
    case 'fellow':
      return { kind: 'fellow', into, of: slotOf(source.of) }
    case 'derived':
      if (into.fact.type !== 'set') return null
      return { kind: 'begin set', into, of: source.from === undefined ? facts.length : slotOf(source.from) }
    case 'given':
    case 'asked':
    case 'world':
      return null
  }
}
