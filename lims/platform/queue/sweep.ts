import type { Db } from '../db/database.ts'
import { pause } from '../db/sole-holder.ts'
import type { Log } from '../log/log.ts'
import { purgeDone, reclaimExpired } from './store.ts'
import type { QueueObserver } from './task.ts'
import type { Transport } from './transport.ts'
import { dueOf } from './views.ts'

export interface SweepOptions {
  readonly db: Db
  readonly transport: Transport
  /** The kinds worked on here. */
  kinds(): readonly string[]
  readonly log: Log
  readonly observe: QueueObserver
  readonly everyMs: number
  readonly purgeEveryMs: number
  readonly retentionMs: number
}

export interface Sweep {
  close(): Promise<void>
}

const MOST_RECLAIMED = 500
const PURGE_BATCH = 1000
// Small batches, and few of them: to forget must never stand in the way of work.
const MOST_PURGE_BATCHES = 20

/**
 * Makes every loss a delay: takes tasks back from workers that fell silent, starts what is due though nobody was woken,
 * and forgets what was done long ago. Every process with workers sweeps; they do not disturb each other.
 */
export function openSweep(options: SweepOptions): Sweep {
  const { db, transport, log, observe } = options
  const stop = new AbortController()
  let failing = false
  let purgedAt = performance.now()

  async function reclaim(): Promise<void> {
    for (const task of await reclaimExpired(db, MOST_RECLAIMED)) {
      const { taskId, kind } = task
      observe.reclaimed?.(kind, task.state)
      if (task.state === 'dead') {
        log.error({ taskId, kind }, 'a task was lost with its worker at every attempt: it is a dead letter')
      } else {
        log.warn({ taskId, kind }, 'a task was taken back from a silent worker')
        transport.wake(kind, [task])
      }
    }
  }

  async function purge(): Promise<void> {
    if (performance.now() - purgedAt < options.purgeEveryMs) return
    purgedAt = performance.now()
    for (let batch = 0; batch < MOST_PURGE_BATCHES && !stop.signal.aborted; batch++) {
      if ((await purgeDone(db, options.retentionMs, PURGE_BATCH)) < PURGE_BATCH) return
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await reclaim()
        await transport.sweep(await dueOf(db, options.kinds()))
        await purge()
        failing = false
      } catch (error) {
        if (!failing && !stop.signal.aborted) log.warn({ err: error }, 'the sweep of tasks failed, trying again')
        failing = true
      }
      await pause(options.everyMs, stop.signal)
    }
  }

  const running = run()
  return {
    async close() {
      stop.abort()
      await running
    },
  }
}
