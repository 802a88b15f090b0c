import type { JobState } from '@ils/contract/job-states'
import type { Lab } from '../lab/lab-of-release.ts'
import { lensesOnly, stepOf, type JobOnFloor, type LensOnFloor, type PlannedStep } from './job-on-floor.ts'

/**
 * Whose turn it is. A step can be begun when all before it on its own track are done, and all of the other track that
 * come before it: the pair waits for both lenses to be mounted, a lens waits while its frame is traced.
 */
export function withTurns(job: JobOnFloor, lab: Lab): JobOnFloor {
  const lenses = job.lenses.map((lens): LensOnFloor => {
    const step = stepOf(lens)
    if (!step) return lens.state === 'done' && lens.stop === null ? lens : { ...lens, state: 'done', stop: null }
    if (lens.state === 'started') return lens
    const state = mustWaitFor(job, lens, step) === undefined ? 'ready' : 'waiting'
    const stop = state === 'ready' ? stopOf(job, step, lab) : null
    return lens.state === state && lens.stop === stop ? lens : { ...lens, state, stop }
  })
  return { ...job, lenses }
}

/** The lens or pair that has to be done with an earlier step first. */
export function mustWaitFor(job: JobOnFloor, lens: LensOnFloor, { at }: PlannedStep): LensOnFloor | undefined {
  return job.lenses.find((other) => {
    if ((other.eye === 'pair') === (lens.eye === 'pair')) return false
    const next = stepOf(other)
    return next !== undefined && next.at < at
  })
}

function stopOf(job: JobOnFloor, { step }: PlannedStep, lab: Lab): string | null {
  if (!job.frameHere && lab.stations.get(step)?.needsFrame === true) return 'the frame has not come'
  return null
}

/** The state that follows from where its lenses are; holding, shipping and cancelling are said, not derived. */
export function stateOnTheWay(job: JobOnFloor, lab: Lab): JobState {
  if (job.endedAt !== null) return job.shipped ? 'shipped' : 'cancelled'
  if (job.hold) return 'on_hold'
  if (job.lenses.every((lens) => lens.state === 'done')) return 'completed'
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  const lensesDone = lensesOnly(job).every((lens) => lens.state === 'done')
  if (pair && lensesDone && pair.state !== 'waiting') {
    const at = pair.route.findIndex(({ step }) => lab.stations.get(step)?.quality === true)
    if (at >= 0 && pair.at >= at) return 'quality_check'
  }
  const begun =
    job.lenses.some((lens) => lens.at > 0 || lens.state === 'started' || lens.attempt > 1) ||
    job.breakages.some(({ reversed }) => !reversed)
  return begun ? 'in_production' : 'pending'
}
