import type { Configuration } from '../language/rulebook.ts'
import { causesOf, outcomeOf, totalOf, unconfirmedOf } from './assemble-decision.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { Decision, JobDecision } from './decision.ts'
import { byIndex, takeSteps } from './judge.ts'
import { openJudgement } from './judgement.ts'
import { plainConfiguration } from './plain-configuration.ts'
import { runsOf } from './runs-of-release.ts'

/** What whoever orders is told: whether, why not, for how much and by when. */
export interface Terms extends Pick<Decision, 'outcome' | 'causes' | 'unconfirmed'> {
  readonly job: Pick<JobDecision, 'charges' | 'total' | 'promise'>
}

/**
 * Of a decision at the moment of ordering, what whoever orders is told; the same as `judge` says, for less than half of
 * the work: nothing is judged that could not change it.
 */
export function judgeTerms(release: CompiledRelease, configuration: Configuration): Terms {
  const judgement = openJudgement(release, 'order', plainConfiguration(configuration), { noting: false })
  takeSteps(judgement, runsOf(release).terms, byIndex)
  const { charges, workingHours, calendar } = judgement
  const causes = causesOf(judgement)
  return {
    causes,
    outcome: outcomeOf(causes),
    unconfirmed: unconfirmedOf(judgement),
    job: { charges, total: totalOf(charges), promise: { calendar, workingHours } },
  }
}
