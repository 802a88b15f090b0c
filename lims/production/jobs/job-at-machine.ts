import type { Db } from '@ils/platform/db/database'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { JobOnFloor } from '../floor/job-on-floor.ts'
import { jobRefOf } from '../floor/read-scan.ts'
import type { MakingOfJob } from './lenses-of-decision.ts'
import { findJobBy, findMaking } from './store.ts'

/** What a machine acts on: where the job is, what was judged, and what the decision says of making it. */
export interface JobAtMachine {
  readonly job: JobOnFloor
  readonly configuration: Configuration
  readonly making: MakingOfJob
}

/** The job that a machine names: by its id or by the tray it lies in. */
export async function jobAtMachine(db: Db, text: string): Promise<JobAtMachine | undefined> {
  const job = await findJobBy(db, jobRefOf(text))
  if (!job) return undefined
  const kept = await findMaking(db, job.id)
  if (!kept) throw new Error(`job ${job.id} has no configuration`)
  // Both are kept as they were made: by `createJob` and what judges anew.
  return { job, configuration: kept.configuration as Configuration, making: kept.making as MakingOfJob }
}
