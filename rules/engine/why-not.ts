import { eyes, type Eye } from '../language/rulebook.ts'
import { decidedValue } from './decided-value.ts'
import type { CompiledRule } from './compile-effect.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { CompiledGroup } from './compiled-group.ts'
import type { Decision } from './decision.ts'
import { decisiveLeaves, type Finding } from './failing-leaves.ts'
import { traceConditions, type TracedCondition } from './trace-conditions.ts'

/** What became of one rule in one place. */
export interface NotFired {
  readonly rule: string
  readonly title: string
  readonly eye: Eye | null
  /** It `fired`; another `went before` it; a test `failed`; its lens was not `ordered`; it speaks at another `moment`. */
  readonly state: 'fired' | 'went before' | 'failed' | 'not ordered' | 'another moment'
  readonly sentence: string
  readonly failing: readonly Finding[]
  readonly tree: TracedCondition | null
}

export interface WhyNot {
  readonly rule: string
  readonly title: string
  readonly answers: readonly NotFired[]
}

/** Why a rule did not speak in a decision; null when the release has no such rule. */
export function whyNot(release: CompiledRelease, decision: Decision, ruleId: string): WhyNot | null {
  const known = release.rules.get(ruleId)
  const compiled = known?.group.rules[known.position]
  if (!known || !compiled) return null
  const seats = known.group.group.scope === 'job' ? [null] : eyes
  return {
    rule: ruleId,
    title: compiled.rule.title,
    answers: seats.map((eye) => whatBecameOf(release, decision, known.group, compiled, eye)),
  }
}

/** What became of one rule for one lens, or for the job. */
export function whatBecameOf(
  release: CompiledRelease,
  decision: Decision,
  { group, moment }: CompiledGroup,
  { rule: { id, title, conditions } }: CompiledRule,
  eye: Eye | null,
): NotFired {
  const about = { rule: id, title, eye }
  const nothing = { failing: [], tree: null }
  if (moment !== decision.moment)
    return { ...about, ...nothing, state: 'another moment', sentence: `${title} is asked at the moment ${moment}` }
  if (eye !== null && decision.lenses[eye]?.ordered !== true)
    return { ...about, ...nothing, state: 'not ordered', sentence: `The ${eye} lens is not ordered` }
  const tree = traceConditions(conditions, (fact) => decidedValue(decision, eye, fact), release.rulebook.conditions)
  const fired = decision.fired.find((one) => one.rule === id && one.eye === eye)
  if (fired?.won) return { ...about, failing: [], tree, state: 'fired', sentence: `${title} did fire` }
  if (fired) {
    const policy = `of its target only ${group.hit === 'unique' ? 'one rule may speak' : `the ${group.hit} speaks`}`
    return { ...about, failing: [], tree, state: 'went before', sentence: `${title} holds, but ${policy}` }
  }
  const failing = decisiveLeaves(release, tree)
  const sentence = `${title} does not hold: ${failing.map((leaf) => leaf.sentence).join(' and ')}`
  return { ...about, failing, tree, state: 'failed', sentence }
}
