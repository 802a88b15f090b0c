import { system, type Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Scan } from '@ils/contract/floor'
import type { App } from '../../app.ts'
import { withPromise } from '../jobs/promise-of-job.ts'
import { findJob, jobsToPromiseAnew, jobsWhoseHoldIsOver, lockJob } from '../jobs/store.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
import { stationWaits } from '../load/station-waits.ts'
import { refreshLoads } from '../load/store.ts'
import { addWorkingHours } from '../promise/working-time.ts'
import { sweepFloorTask } from '../tasks.ts'
import type { Act } from './act.ts'
import { shut } from './batches/close-batch.ts'
import { countInBatch, dueBatches, lockBatch } from './batches/store.ts'
import { resumeJob } from './hold-and-resume.ts'
import { keepChange } from './keep-change.ts'

const MOST_BATCHES = 100
const PAGE = 200
const MOST_HOURS_AHEAD = 2000
const clockwork: Actor = system('the clock of the lab')

/** Once a minute, whoever calls: the minute is its name. */
export async function callSweep(app: App): Promise<void> {
  const minute = app.clock.now().toISOString().slice(0, 16)
  await app.queue.enqueue(app.db, sweepFloorTask, { uniqueId: minute, data: {} })
}

export async function sweepFloor(app: App, signal: AbortSignal): Promise<void> {
  const lab = await labNow(app)
  // Before the first release nothing is made.
  if (!lab) return
  await refreshLoads(app.db, app.clock.now())
  await closeDueBatches(app)
  await endHolds(app, lab, signal)
  await promiseAnew(app, lab, signal)
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

/** A job that stands still gets later; one that was late may be in time again. Only a day that moves is written. */
async function promiseAnew(app: App, lab: Lab, signal: AbortSignal): Promise<void> {
  const now = app.clock.now()
  const waits = await stationWaits(app, app.db, lab)
  const longest = [...waits.values()].reduce((all, minutes) => all + minutes, 0) / 60
  const soon = addWorkingHours(lab.calendar, now, Math.min(longest, MOST_HOURS_AHEAD))
  const act = byTheClock(app, lab, { verb: 'move' })
  for (let after = ''; ;) {
    const ids = await jobsToPromiseAnew(app.db, { soon, after, limit: PAGE })
    for (const id of ids) {
      if (signal.aborted) return
      const seen = await findJob(app.db, id)
      if (!seen || withPromise(seen, { lab, now, waits }, null).promisedOn === seen.promisedOn) continue
      await inTransaction(app.db, async (trx) => {
        const job = await lockJob(trx, { id })
        if (job) await keepChange(app, trx, clockwork, job, { job, facts: [], sentence: '' }, act)
      })
    }
    const last = ids.at(-1)
    if (ids.length < PAGE || last === undefined) return
    after = last
  }
}

function byTheClock(app: App, lab: Lab, said: Omit<Scan, 'scanId'>): Act {
  return { scan: { scanId: app.ids('scn'), ...said }, at: app.clock.now(), operator: clockwork.name, lab }
}
