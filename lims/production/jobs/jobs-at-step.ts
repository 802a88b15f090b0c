import type { Db } from '@ils/platform/db/database'
import { lensesAtStep } from './store.ts'

export interface StandingJob {
  readonly jobId: string
  readonly lenses: readonly { readonly eye: 'right' | 'left'; readonly attempt: number }[]
}

/** Jobs of which lenses stand at a step that may be worked on now: none that are held. Those that waited longest come first. */
export async function jobsAtStep(db: Db, step: string, limit: number): Promise<StandingJob[]> {
  const jobs = new Map<string, StandingJob>()
  for (const { job_id: jobId, eye, attempt } of await lensesAtStep(db, step, limit)) {
    const { lenses } = jobs.get(jobId) ?? { lenses: [] }
    jobs.set(jobId, { jobId, lenses: [...lenses, { eye, attempt }] })
  }
  return [...jobs.values()]
}
