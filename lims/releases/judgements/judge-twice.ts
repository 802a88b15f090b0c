import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration } from '@ils/rules/language/rulebook'
import { compareDecisions, type DecisionDifference } from '@ils/rules/rulebook/compare-decisions'
import { ruleKnowledge, type RuleKnowledge } from '@ils/rules/rulebook/rule-knowledge'
import type { Moment } from '@ils/rules/vocabulary/fact'

export interface JudgedTwice {
  readonly before: Decision
  readonly after: Decision
  /** Null when both say the same. */
  readonly difference: DecisionDifference | null
}

/** One configuration by two releases, and in which respects they differ. */
export function judgeTwice(
  own: CompiledRelease,
  other: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
): JudgedTwice {
  const before = judge(own, moment, configuration)
  const after = judge(other, moment, configuration)
  const known = { before: knowledgeOf(own), after: knowledgeOf(other) }
  return { before, after, difference: compareDecisions(before, after, known) }
}

const knowledge = new WeakMap<CompiledRelease, RuleKnowledge>()

/** What a release knows of its rules is gathered once. */
function knowledgeOf(release: CompiledRelease): RuleKnowledge {
  const known = knowledge.get(release) ?? ruleKnowledge(release)
  knowledge.set(release, known)
  return known
}
