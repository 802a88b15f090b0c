import { inputsOf } from '../vocabulary/inputs-of.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Step } from './compiled-group.ts'

/** By step the ids of the choices that it hangs on, sorted; null where anything else has a say, or each lens its own. */
export type ChoicesBehind = ReadonlyMap<Step, readonly string[] | null>

/** A choice of the job: one word, or some, of a list that the rulebook has. */
const isChoice = ({ ofJob, type, allowed }: CompiledFact): boolean =>
  ofJob && (type === 'enum' || type === 'set') && allowed !== null

/** For each step what it hangs on in the end, through all that is derived, looked up and computed on the way. */
export function choicesBehind(steps: readonly Step[], facts: readonly CompiledFact[]): ChoicesBehind {
  const known = new Map(facts.map((fact) => [fact.id, fact]))
  const writers = new Map<string, Step[]>()
  for (const step of steps) for (const id of writtenBy(step)) writers.set(id, [...(writers.get(id) ?? []), step])

  const follow = (first: Step): readonly string[] | null => {
    const choices = new Set<string>()
    const seen = new Set<Step | string>([first])
    const open: (Step | string)[] = [first]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next !== 'string' && isOfEachLens(next)) return null
      const fact = typeof next === 'string' ? known.get(next) : undefined
      const kind = fact?.fact.source.kind
      if (fact && (kind === 'given' || kind === 'world' || kind === 'asked')) {
        if (kind !== 'given' || !isChoice(fact)) return null
        choices.add(fact.id)
      }
      const behind =
        typeof next === 'string' ? [...(fact ? inputsOf(fact.fact) : []), ...(writers.get(next) ?? [])] : idsOf(next)
      for (const one of behind) {
        if (seen.has(one)) continue
        seen.add(one)
        open.push(one)
      }
    }
    return [...choices].sort()
  }
  return new Map(steps.map((step) => [step, follow(step)]))
}

/** What it reads, and what it writes: whoever else writes that has a say in it. */
export const idsOf = (step: Step): readonly string[] =>
  step.kind === 'group' ? [...step.group.reads, ...writtenBy(step)] : [...inputsOf(step.into.fact), step.into.id]

export const writtenBy = (step: Step): string[] =>
  step.kind === 'group' ? [...new Set([...step.group.targets, ...step.group.group.writes])] : [step.into.id]

/** It looks from one lens at the other, or at all of them. */
const isOfEachLens = ({ kind }: Step): boolean => kind === 'fellow' || kind === 'aggregate'
