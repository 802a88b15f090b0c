import { jobHeld, jobResumed } from '@ils/contract/job-events'
import { field, mustBeInTheLab, refused, whereAndWho, type Act, type Change } from './act.ts'
import { stateOnTheWay } from './flow.ts'
import { fact, type JobOnFloor } from './job-on-floor.ts'

/** Stops a job on purpose. Held again it has the newer reason: who holds it last knows why. */
export function holdJob(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  const { scan, at } = act
  const reason = field(scan, 'reason')
  const { owner = null, until = null } = scan
  if (until !== null && new Date(until) <= at) {
    throw refused('invalid_request', `until: ${until} lies before the hold begins`, {
      ...{ code: 'past', field: 'until', value: until, limit: at.toISOString() },
    })
  }
  const hold = { code: null, reason, owner, until, since: job.hold?.since ?? at.toISOString() }
  return {
    job: { ...job, hold },
    facts: [fact(jobHeld, { ...whereAndWho(act), code: null, reason, owner, until, rules: [] })],
    sentence: `On hold: ${reason}`,
    because: `on hold: ${reason}`,
  }
}

export function resumeJob(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  if (!job.hold) {
    throw refused('already_so', `Job ${job.id} is not on hold`, { code: 'not_held', field: 'job', value: job.state })
  }
  const next = { ...job, hold: null }
  return {
    job: next,
    facts: [fact(jobResumed, { ...whereAndWho(act), why: act.scan.why ?? null })],
    sentence: `Goes on: ${stateOnTheWay(next, act.lab).replaceAll('_', ' ')}`,
    because: `was on hold: ${job.hold.reason}`,
  }
}
