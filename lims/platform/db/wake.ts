import type { Db } from './database.ts'
import { afterCommit } from './transaction.ts'

/** At most one NOTIFY per channel and process in this time: a NOTIFY per commit halves the rate of commits. */
const QUIET_MS = 8
/** When many were merged into the last one, whoever listens is busy anyway: the next waits longer. */
const BUSY_QUIET_MS = 25
const MANY = 8

interface Waker {
  timer: NodeJS.Timeout | undefined
  lastAt: number
  /** How many wishes the running or the last NOTIFY stands for. */
  merged: number
}
const wakers = new WeakMap<object, Map<string, Waker>>()

/**
 * Tells listeners on all processes that there is news, after the commit and never twice in a few milliseconds.
 * It is only a nudge: whoever listens also sweeps, so a lost one costs time, not truth.
 */
export function wakeAfterCommit(pool: Db, db: Db, channel: string): void {
  afterCommit(db, () => {
    wake(pool, channel)
  })
}

export function wake(pool: Db, channel: string): void {
  const waker = wakerOf(pool, channel)
  if (waker.timer) {
    waker.merged++
    return
  }
  const quietMs = waker.merged >= MANY ? BUSY_QUIET_MS : QUIET_MS
  const wait = Math.max(0, waker.lastAt + quietMs - performance.now())
  waker.merged = 1
  waker.timer = setTimeout(() => {
    waker.timer = undefined
    waker.lastAt = performance.now()
    // The pool may be closing; the sweep of the next process finds the rows.
    pool.raw('select pg_notify(?, ?)', [channel, '']).catch(() => undefined)
  }, wait)
}

function wakerOf(pool: Db, channel: string): Waker {
  const channels = wakers.get(pool) ?? new Map<string, Waker>()
  wakers.set(pool, channels)
  const waker = channels.get(channel) ?? { timer: undefined, lastAt: 0, merged: 0 }
  channels.set(channel, waker)
  return waker
}
