import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { recordMany } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { updateJob } from '../jobs/store.ts'
import { withPromise } from '../jobs/promise-of-job.ts'
import { stationWaits } from '../load/station-waits.ts'
import type { Act, Change } from './act.ts'
import type { JobFact, JobOnFloor } from './job-on-floor.ts'
import { reserveAnew } from './pick-blank.ts'
import { promiseFacts, settled } from './settle.ts'

/** Writes what an act made of a job, promises anew, and says what happened: all in the caller's transaction. */
export async function keepChange(
  app: App,
  trx: Trx,
  actor: Actor,
  before: JobOnFloor,
  change: Change,
  { lab, at }: Pick<Act, 'lab' | 'at'>,
): Promise<JobOnFloor> {
  const { job: moved, facts } = settled(change, before, lab, change.because ?? null)
  const waits = await stationWaits(app, trx, lab)
  const promised = withPromise(moved, { lab, now: app.clock.now(), waits }, change.because ?? null)
  const all = [...facts, ...promiseFacts(promised, before)]
  const job = { ...promised, version: before.version + all.length }
  await updateJob(trx, before, job)
  await reserveAnew({ app, trx, actor }, before, job)
  await sayOf(app, trx, actor, { job, facts: all, at, version: before.version })
  return job
}

/** Each of the facts is a change of the job of its own, so that receivers can tell which came later. */
export async function sayOf(
  app: App,
  trx: Trx,
  actor: Actor,
  said: { readonly job: JobOnFloor; readonly facts: readonly JobFact[]; readonly at: Date; readonly version: number },
): Promise<void> {
  const { job, facts, at, version } = said
  const told = facts.map(({ kind, data }, i) => ({
    kind,
    fact: {
      ...{ subject: job.id, subjectVersion: version + i + 1, practice: job.practice, at },
      releaseId: String(job.release),
      data: { jobId: job.id, orderRef: job.orderRef, status: job.state, ...data },
    },
  }))
  await recordMany(app, trx, told, actor)
}
