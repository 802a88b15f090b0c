import { causing, priceAndPromise } from '../language/rulebook.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { CompiledGroup, Step } from './compiled-group.ts'
import { inputsOf } from '../vocabulary/inputs-of.ts'

/**
 * The steps that can change outcome, causes, charges or promise: those that say something of them, and whatever writes
 * what these read, however far back. Programs, routes and tolerances mostly go. The rest stands in its order, and each
 * reads what it would read among all of them.
 */
export function stepsForTerms(steps: readonly Step[], facts: readonly CompiledFact[]): Step[] {
  const known = new Map(facts.map((fact) => [fact.id, fact]))
  const needed = new Set<string>()
  const kept = new Set<Step>()
  const keep = (step: Step): void => {
    if (kept.has(step)) return
    kept.add(step)
    for (const id of readBy(step)) need(id)
  }
  const need = (id: string): void => {
    const fact = known.get(id)
    // Slots, measures and steps that are no facts are read by nobody.
    if (!fact || needed.has(id)) return
    needed.add(id)
    for (const other of inputsOf(fact.fact)) need(other)
    for (const step of steps) if (writes(step, id)) keep(step)
  }
  for (const step of steps) if (tells(step, facts)) keep(step)
  return steps.filter((step) => kept.has(step))
}

const readBy = (step: Step): Iterable<string> =>
  step.kind === 'group' ? [...step.group.reads, ...step.group.targets] : [step.into.id]

function writes(step: Step, id: string): boolean {
  if (step.kind !== 'group') return step.into.id === id
  return step.group.targets.includes(id) || step.group.group.writes.includes(id)
}

/** It may be a cause, a charge or a promise itself: a total without a winner and a tie are causes too. */
export function tells(step: Step, facts: readonly CompiledFact[]): boolean {
  if (step.kind === 'compute') return step.into.min > -Infinity || step.into.max < Infinity
  return step.kind === 'group' && groupTells(step.group, facts)
}

const groupTells = (compiled: CompiledGroup, facts: readonly CompiledFact[]): boolean =>
  compiled.total.length > 0 ||
  compiled.rules.some(({ type }) => causing.has(type) || priceAndPromise.has(type)) ||
  (compiled.group.hit === 'unique' && mayTie(compiled, facts))

/** Whether two rules of one target might speak at once: tables of programs mostly leave no room for it. */
function mayTie({ rules, index }: CompiledGroup, facts: readonly CompiledFact[]): boolean {
  const exclude = index.exclusive((slot, ranged) => isPlain(facts[slot], ranged))
  return rules.some((rule, at) =>
    rules.some((other, before) => before < at && other.target === rule.target && !exclude(at, before)),
  )
}

/** Words lie in cells of words; only numbers, and nothing, are sure to lie in cells of ranges. */
function isPlain(fact: CompiledFact | undefined, ranged: boolean): boolean {
  if (!fact) return false
  return fact.type === 'number' || (!ranged && fact.type !== 'set' && fact.type !== 'shape')
}
