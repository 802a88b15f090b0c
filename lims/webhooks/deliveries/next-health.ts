/** How it goes with an endpoint, over all workers. */
export interface Health {
  readonly failuresInARow: number
  readonly failingSince: Date | null
  readonly lastSuccessAt: Date | null
  /** When it was said that it will be disabled. */
  readonly toldAt: Date | null
  readonly breaker: 'closed' | 'open' | 'half_open'
  readonly openUntil: Date | null
  readonly trips: number
  readonly windowSince: Date
  readonly windowOk: number
  readonly windowFailed: number
}

/** What came of some attempts that ended together. */
export interface Seen {
  readonly ok: number
  readonly failed: number
}

export interface NextHealth {
  readonly health: Health
  /** Now its owner should know that it will be switched off. */
  readonly tell: boolean
  readonly disable: boolean
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const WINDOW_MS = 5 * MINUTE_MS
const ENOUGH = 10
const TOO_MANY = 0.7
const OPEN_MS = 30_000
const LONGEST_OPEN_MS = 10 * MINUTE_MS
const TELL_AFTER_MS = DAY_MS
/** One failure after days in which nothing was to be told says little. */
const TELL_AFTER_FAILURES = 3
export const DISABLE_AFTER_MS = 5 * DAY_MS

export const newHealth = (now: Date): Health => ({
  ...{ failuresInARow: 0, failingSince: null, lastSuccessAt: null, toldAt: null },
  ...{ breaker: 'closed', openUntil: null, trips: 0, windowSince: now, windowOk: 0, windowFailed: 0 },
})

/**
 * A breaker opens at 70 % failures of at least ten in five minutes, for half a minute and then ever longer; one attempt
 * tries whether it may close. After a day of nothing but failures its owner is told, after five it is switched off.
 */
export function nextHealth(before: Health, { ok, failed }: Seen, now: Date): NextHealth {
  if (ok > 0) return { health: afterSuccess(before, { ok, failed }, now), tell: false, disable: false }
  if (failed === 0) return { health: before, tell: false, disable: false }
  const failingSince = before.failingSince ?? now
  const failuresInARow = before.failuresInARow + failed
  const forMs = now.getTime() - failingSince.getTime()
  const enough = failuresInARow >= TELL_AFTER_FAILURES
  const tell = enough && before.toldAt === null && forMs >= TELL_AFTER_MS
  // Whoever was never told has a day from now on.
  const warned = before.toldAt !== null && now.getTime() - before.toldAt.getTime() >= TELL_AFTER_MS
  const health = tripped({ ...before, failuresInARow, failingSince, toldAt: tell ? now : before.toldAt }, failed, now)
  return { health, tell, disable: enough && warned && forMs >= DISABLE_AFTER_MS }
}

function afterSuccess(before: Health, { ok, failed }: Seen, now: Date): Health {
  const good = { ...before, failuresInARow: 0, failingSince: null, toldAt: null, lastSuccessAt: now }
  if (before.breaker === 'closed') {
    const window = windowOf(before, now)
    return tripped({ ...good, ...window, windowOk: window.windowOk + ok }, failed, now)
  }
  // What was under way when it opened does not close it: the trial does.
  if (before.breaker === 'open') return good
  return { ...good, breaker: 'closed', openUntil: null, trips: 0, windowSince: now, windowOk: 0, windowFailed: 0 }
}

function tripped(before: Health, failed: number, now: Date): Health {
  const { windowSince, windowOk, windowFailed: counted } = windowOf(before, now)
  const windowFailed = counted + failed
  const all = windowOk + windowFailed
  const bad = before.breaker === 'closed' && all >= ENOUGH && windowFailed >= TOO_MANY * all
  // What was under way when it opened says nothing new.
  if (!bad && before.breaker !== 'half_open') return { ...before, windowSince, windowOk, windowFailed }
  const openMs = Math.min(OPEN_MS * 2 ** before.trips, LONGEST_OPEN_MS)
  return {
    ...before,
    ...{ breaker: 'open', openUntil: new Date(now.getTime() + openMs), trips: before.trips + 1 },
    ...{ windowSince: now, windowOk: 0, windowFailed: 0 },
  }
}

function windowOf({ windowSince, windowOk, windowFailed }: Health, now: Date) {
  const old = now.getTime() - windowSince.getTime() >= WINDOW_MS
  return old ? { windowSince: now, windowOk: 0, windowFailed: 0 } : { windowSince, windowOk, windowFailed }
}
