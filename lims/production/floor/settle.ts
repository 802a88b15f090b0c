import { jobMoves } from '@ils/contract/job-states'
import { jobPromiseChanged, jobStatusChanged } from '@ils/contract/job-events'
import type { Lab } from '../lab/lab-of-release.ts'
import { stateOnTheWay, withTurns } from './flow.ts'
import { fact, type JobFact, type JobOnFloor } from './job-on-floor.ts'

/** Draws the state from where the lenses are, and says so when it is another one. */
export function settled(
  { job, facts }: { readonly job: JobOnFloor; readonly facts: readonly JobFact[] },
  before: JobOnFloor,
  lab: Lab,
  reason: string | null,
): { readonly job: JobOnFloor; readonly facts: readonly JobFact[] } {
  const turned = withTurns(job, lab)
  const state = stateOnTheWay(turned, lab)
  const next = { ...turned, state }
  if (state === before.state) return { job: next, facts }
  if (!jobMoves[before.state].includes(state)) {
    throw new Error(`job ${job.id} cannot come from ${before.state} to ${state}: no such move is in the table`)
  }
  return { job: next, facts: [...facts, fact(jobStatusChanged, { from: before.state, reason })] }
}

/** Said only when the day moved, which is what was promised. */
export function promiseFacts(job: JobOnFloor, before: JobOnFloor): readonly JobFact[] {
  if (job.promisedOn === before.promisedOn) return []
  const { promisedOn, promiseReason } = job
  return [fact(jobPromiseChanged, { from: before.promisedOn, promisedOn, reason: promiseReason ?? 'work ahead of it' })]
}
