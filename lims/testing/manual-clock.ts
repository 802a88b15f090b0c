import type { Clock } from '@ils/platform/clock'

export interface ManualClock extends Clock {
  set(at: Date): void
  advance(ms: number): void
}

/** A clock that stands until a test moves it. */
export function manualClock(start = new Date('2026-11-21T08:00:00.000Z')): ManualClock {
  let now = start
  return {
    now: () => new Date(now),
    set(at) {
      now = at
    },
    advance(ms) {
      now = new Date(now.getTime() + ms)
    },
  }
}
