export interface Counted {
  readonly seen: number
  /** Until this key begins anew. */
  readonly msLeft: number
}

export interface RequestCounter {
  count(key: string): Counted
  /** How many keys are remembered. */
  readonly size: number
}

interface Window {
  seen: number
  readonly untilMs: number
}

const MOST_KEYS = 100_000
const upTime = (): number => performance.now()

/** Counts in the memory of this process, per key, in windows that begin with a key's first request. Answers at once. */
export function countRequests(windowMs: number, nowMs = upTime, mostKeys = MOST_KEYS): RequestCounter {
  // In the order in which they began, which is the order in which they end.
  const windows = new Map<string, Window>()

  /** Lets go of what has ended; in a flood of keys also of the oldest, because memory has an end. */
  function makeRoom(now: number): void {
    for (const [key, { untilMs }] of windows) {
      if (untilMs > now && windows.size < mostKeys) return
      windows.delete(key)
    }
  }

  return {
    count(key) {
      const now = nowMs()
      const known = windows.get(key)
      if (known && known.untilMs > now) return { seen: ++known.seen, msLeft: known.untilMs - now }
      makeRoom(now)
      windows.set(key, { seen: 1, untilMs: now + windowMs })
      return { seen: 1, msLeft: windowMs }
    },
    get size() {
      return windows.size
    },
  }
}
