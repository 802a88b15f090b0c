import type { Configuration } from '../language/rulebook.ts'
import type { Moment } from '../vocabulary/fact.ts'
import { assembleDecision } from './assemble-decision.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { Decision } from './decision.ts'
import { openJudgement, type Judgement } from './judgement.ts'
import { plainConfiguration } from './plain-configuration.ts'
import { readConfiguration } from './read-configuration.ts'
import { takeRun, type Matcher, type Run } from './run-step.ts'
import { runsOf } from './runs-of-release.ts'

export const byIndex: Matcher = (group, values) => group.index.match(values, group.matched)

/**
 * What a release says of a configuration at a moment. Takes any configuration, however wrong: what is wrong with it is a
 * cause. The same release and configuration give the same decision, byte for byte.
 */
export function judge(release: CompiledRelease, moment: Moment, configuration: Configuration): Decision {
  return judgeBy(byIndex, release, moment, configuration)
}

/** The same with the matching of conditions left to somebody else: how two evaluators are compared. */
export function judgeBy(
  match: Matcher,
  release: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
): Decision {
  const judgement = openJudgement(release, moment, plainConfiguration(configuration), { noting: true })
  takeSteps(judgement, runsOf(release)[moment], match)
  return assembleDecision(judgement)
}

export function takeSteps(judgement: Judgement, runs: readonly Run[], match: Matcher): void {
  readConfiguration(judgement)
  for (const run of runs) takeRun(judgement, run, match)
  for (const adjust of judgement.adjustments) adjust()
}
