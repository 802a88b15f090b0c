import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { jobsWhoseHoldIsOver, lockJob } from '../jobs/store.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
import { refreshLoads } from '../load/store.ts'
import { sweepFloorTask } from '../tasks.ts'
import { shut } from './batches/close-batch.ts'
import { countInBatch, dueBatches, lockBatch } from './batches/store.ts'
import { resumeJob } from './hold-and-resume.ts'
import { byTheClock, clockwork } from './by-the-clock.ts'
import { keepChange } from './keep-change.ts'
import { promiseAnew, type Pace } from './promise-anew.ts'

const MOST_BATCHES = 100
/** Before the next one is called it is over, however much there is: what it did not come to is the next one's. */
const PACE: Pace = { page: 200, forMs: 45_000 }

/** Once a minute, whoever calls: the minute is its name. */
export async function callSweep(app: App): Promise<void> {
  const minute = app.clock.now().toISOString().slice(0, 16)
  await app.queue.enqueue(app.db, sweepFloorTask, { uniqueId: minute, data: {} })
}

export async function sweepFloor(app: App, signal: AbortSignal, pace: Pace = PACE): Promise<void> {
  const lab = await labNow(app)
  // Before the first release nothing is made.
  if (!lab) return
  await refreshLoads(app.db, app.clock.now())
  await closeDueBatches(app)
  await endHolds(app, lab, signal)
  await promiseAnew(app, lab, signal, pace)
}

async function labNow(app: App): Promise<Lab | null> {
  try {
    return labOf((await app.rules.inForce(null)).release.compiled)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'nothing_in_force') return null
    throw error
  }
}

async function closeDueBatches(app: App): Promise<void> {
  for (const id of await dueBatches(app.db, app.clock.now(), MOST_BATCHES)) {
    await inTransaction(app.db, async (trx) => {
      const batch = await lockBatch(trx, id)
      const lenses = await countInBatch(trx, id)
      if (batch?.state !== 'open' || lenses === 0) return
      await shut({ app, trx, actor: clockwork }, { ...batch, lenses }, 'due', app.clock.now())
    })
  }
}

async function endHolds(app: App, lab: Lab, signal: AbortSignal): Promise<void> {
  const now = app.clock.now()
  for (const id of await jobsWhoseHoldIsOver(app.db, now)) {
    if (signal.aborted) return
    await inTransaction(app.db, async (trx) => {
      const job = await lockJob(trx, { id })
      if (!job?.hold?.until || new Date(job.hold.until) > now) return
      const act = byTheClock(app, lab, { verb: 'resume', job: id, why: `the hold ended at ${job.hold.until}` })
      await keepChange(app, trx, clockwork, job, resumeJob(job, act), act)
    })
  }
}
