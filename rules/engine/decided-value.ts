import type { Eye } from '../language/rulebook.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import type { Decision } from './decision.ts'

/** What a fact was in a decision, seen from a lens or from the job. Shapes stand there by digest, and no rule compares them. */
export function decidedValue(decision: Decision, eye: Eye | null, fact: string): FactValue {
  const ofLens = eye === null ? undefined : decision.lenses[eye]?.facts
  if (ofLens && Object.hasOwn(ofLens, fact)) return ofLens[fact] ?? null
  return Object.hasOwn(decision.job.facts, fact) ? (decision.job.facts[fact] ?? null) : null
}

/** The same as an array by slot, as rules are matched against. */
export function decidedValues(
  decision: Decision,
  eye: Eye | null,
  facts: readonly { readonly fact: { readonly id: string } }[],
): FactValue[] {
  return [...facts.map(({ fact }) => decidedValue(decision, eye, fact.id)), null]
}
