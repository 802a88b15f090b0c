import { jobCancelled } from '@ils/contract/job-events'
import { field, mustBeInTheLab, whereAndWho, type Act, type Change } from './act.ts'
import { fact, type JobOnFloor } from './job-on-floor.ts'

export interface Fee {
  readonly amount: number
  readonly rules: readonly string[]
  /** What the rules say to it, in words. */
  readonly says: readonly string[]
}

/** The job is not wanted any more. What it costs was asked of the rules that decided it. */
export function cancelJob(job: JobOnFloor, act: Act, fee: Fee): Change {
  mustBeInTheLab(job)
  const reason = field(act.scan, 'reason')
  return {
    job: { ...job, hold: null, fee: fee.amount, endedAt: act.at, tray: null, traySince: null },
    facts: [
      fact(jobCancelled, {
        ...whereAndWho(act),
        ...{ reason, fee: fee.amount, currency: job.currency, rules: [...fee.rules] },
      }),
    ],
    sentence: `Cancelled: ${reason}`,
  }
}
