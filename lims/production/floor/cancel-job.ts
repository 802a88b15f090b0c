import { jobCancelled } from '@ils/contract/job-events'
import { field, mustBeInTheLab, whereAndWho, type Act, type Change } from './act.ts'
import { fact, type JobOnFloor } from './job-on-floor.ts'

export interface Fee {
  readonly amount: number
  readonly rules: readonly string[]
  /** What the rules say to it, in words. */
  readonly says: readonly string[]
}

/** It lies nowhere any more; a chamber that runs with its lens takes out one less. */
const outOfTheLab = ({ lenses }: JobOnFloor) => ({
  ...{ tray: null, traySince: null },
  lenses: lenses.map((lens) => (lens.batch === null ? lens : { ...lens, batch: null })),
})

/** The job is not wanted any more. What it costs was asked of the rules that decided it. */
export function cancelJob(job: JobOnFloor, act: Act, fee: Fee): Change {
  mustBeInTheLab(job)
  const reason = field(act.scan, 'reason')
  return {
    job: { ...job, ...outOfTheLab(job), hold: null, fee: fee.amount, endedAt: act.at },
    facts: [
      fact(jobCancelled, {
        ...whereAndWho(act),
        ...{ reason, fee: fee.amount, currency: job.currency, rules: [...fee.rules] },
      }),
    ],
    sentence: `Cancelled: ${reason}`,
  }
}
