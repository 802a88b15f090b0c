import { jobTrayBound, jobTrayFreed } from '@ils/contract/job-events'
import { field, mustBeInTheLab, refused, whereAndWho, type Act, type Change } from './act.ts'
import { fact, type JobOnFloor } from './job-on-floor.ts'

/** Puts a job into a tray. Who lay in it before is asked for by the caller, who has both locked. */
export function bindTray(job: JobOnFloor, act: Act, lyingInIt: string | null): Change {
  mustBeInTheLab(job)
  const { scan, at } = act
  const tray = field(scan, 'tray')
  if (job.tray === tray) {
    throw refused('already_so', `Job ${job.id} lies in tray ${tray} already`, {
      ...{ code: 'already_bound', field: 'tray', value: tray },
    })
  }
  if (lyingInIt !== null && scan.reassign !== true) {
    const message = `Tray ${tray} holds job ${lyingInIt}: free it, or scan with reassign`
    throw refused('conflict', message, { code: 'tray_taken', field: 'tray', value: tray, limit: lyingInIt })
  }
  if (job.tray !== null && scan.reassign !== true) {
    const message = `Job ${job.id} lies in tray ${job.tray}: scan with reassign to put it into ${tray}`
    throw refused('conflict', message, { code: 'already_in_tray', field: 'job', value: job.tray, limit: tray })
  }
  return {
    job: { ...job, tray, traySince: at },
    facts: [fact(jobTrayBound, { ...whereAndWho(act), tray, before: job.tray })],
    sentence: `Tray ${tray} holds job ${job.id}${job.tray === null ? '' : `, which was in ${job.tray}`}`,
  }
}

export function freeTray(job: JobOnFloor, act: Act): Change {
  if (job.tray === null) {
    throw refused('already_so', `Job ${job.id} lies in no tray`, { code: 'no_tray', field: 'job', value: null })
  }
  return {
    job: { ...job, tray: null, traySince: null },
    facts: [fact(jobTrayFreed, { ...whereAndWho(act), tray: job.tray })],
    sentence: `Tray ${job.tray} is free`,
  }
}
