import { jobShipped } from '@ils/contract/job-events'
import { field, mustBeInTheLab, mustNotBeHeld, refused, whereAndWho, type Act, type Change } from './act.ts'
import { eyeName, fact, stepOf, type JobOnFloor } from './job-on-floor.ts'

/** The job leaves the lab: only what is made whole, and nothing held. */
export function shipJob(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  mustNotBeHeld(job)
  const open = job.lenses.find((lens) => lens.state !== 'done')
  const step = open && stepOf(open)
  if (open && step) {
    const label = act.lab.stations.get(step.step)?.label ?? step.step
    throw refused('track_stop', `Job ${job.id} is not made whole: ${eyeName(open.eye)} stands before ${label}`, {
      ...{ code: 'not_completed', field: 'job', value: job.state, limit: 'completed' },
    })
  }
  const carrier = field(act.scan, 'carrier')
  const tracking = act.scan.tracking ?? null
  return {
    job: {
      ...job,
      ...{ shipped: { carrier, tracking, at: act.at.toISOString() }, endedAt: act.at, tray: null, traySince: null },
    },
    facts: [fact(jobShipped, { ...whereAndWho(act), carrier, tracking })],
    sentence: `Left with ${carrier}${tracking === null ? '' : `, ${tracking}`}`,
  }
}
