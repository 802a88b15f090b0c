import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RecallJob } from '@ils/contract/recalls'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../floor/policy.ts'
import { stepOf, type JobOnFloor } from '../floor/job-on-floor.ts'
import { findJob } from '../jobs/store.ts'
import { compareJob, showComparison } from './compare-job.ts'
import { openJobsOf } from './store.ts'

interface Asked {
  readonly after: string
  readonly limit: number
  readonly compare: boolean
}

/** Which open jobs a release decided, where they are, and whether they would be decided differently now. */
export async function listRecallJobs(app: App, actor: Actor, release: number, asked: Asked): Promise<RecallJob[]> {
  mustBeOfTheLab(actor)
  // Refuses a number that no release has.
  await app.rules.release(release)
  const found: RecallJob[] = []
  for (const id of await openJobsOf(app.db, release, asked)) {
    const job = await findJob(app.db, id)
    if (!job) continue
    found.push({
      ...placeOf(job),
      comparison: asked.compare ? showComparison(await compareJob(app, app.db, job)) : null,
    })
    // Judging a page takes long enough for others to wait.
    if (asked.compare) await nextTurn()
  }
  return found
}

function placeOf(job: JobOnFloor): Omit<RecallJob, 'comparison'> {
  return {
    ...{ jobId: job.id, practice: job.practice, orderRef: job.orderRef, status: job.state, tray: job.tray },
    ...{ estimatedCompletionDate: job.promisedOn, hold: job.hold?.reason ?? null },
    lenses: job.lenses.map((lens) => ({ eye: lens.eye, station: stepOf(lens)?.step ?? null, state: lens.state })),
  }
}
