import type { Db } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { withPromise } from '../jobs/promise-of-job.ts'
import { jobsToPromiseAnew, lockJob } from '../jobs/store.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import { stationWaits } from '../load/station-waits.ts'
import { addWorkingHours } from '../promise/working-time.ts'
import { byTheClock, clockwork } from './by-the-clock.ts'
import { keepChange } from './keep-change.ts'

const MOST_HOURS_AHEAD = 2000

export interface Pace {
  /** How many jobs are read at once. */
  readonly page: number
  /** How long it goes on beginning another page. */
  readonly forMs: number
}

/** Behind which job the next one goes on; whoever starts anew begins with the first. */
const goesOnBehind = new WeakMap<Db, string>()

/**
 * A job that stands still gets later; one that was late may be in time again. Only a day that moves is written. What is
 * not come to in time is come to the next time, before what was looked at now.
 */
export async function promiseAnew(app: App, lab: Lab, signal: AbortSignal, pace: Pace): Promise<void> {
  const began = performance.now()
  const now = app.clock.now()
  const waits = await stationWaits(app, app.db, lab)
  const longest = [...waits.values()].reduce((all, minutes) => all + minutes, 0) / 60
  const soon = addWorkingHours(lab.calendar, now, Math.min(longest, MOST_HOURS_AHEAD))
  const act = byTheClock(app, lab, { verb: 'move' })
  for (let after = goesOnBehind.get(app.pool) ?? ''; ;) {
    const jobs = await jobsToPromiseAnew(app.db, { soon, after, limit: pace.page })
    for (const seen of jobs) {
      if (signal.aborted) return
      after = seen.id
      goesOnBehind.set(app.pool, after)
      if (withPromise(seen, { lab, now, waits }, null).promisedOn === seen.promisedOn) continue
      await inTransaction(app.db, async (trx) => {
        const job = await lockJob(trx, { id: seen.id })
        if (job) await keepChange(app, trx, clockwork, job, { job, facts: [], sentence: '' }, act)
      })
    }
    if (jobs.length < pace.page) {
      goesOnBehind.delete(app.pool)
      return
    }
    if (performance.now() - began > pace.forMs) {
      app.log.info({ after }, 'promises were not all looked at in time: the next sweep goes on there')
      return
    }
  }
}
