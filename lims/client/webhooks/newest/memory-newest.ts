import type { NewestSeen } from './newest-seen.ts'

const MOST = 100_000

/** For one process whose state goes with it when it restarts. */
export function memoryNewest(most = MOST): NewestSeen {
  const made = new Map<string, number>()
  const turns = new Map<string, Promise<unknown>>()
  return {
    async ifNewer(thing, version, change) {
      const before = turns.get(thing)
      const mine = (before ?? Promise.resolve()).then(async () => {
        if ((made.get(thing) ?? 0) >= version) return false
        await change()
        made.delete(thing)
        made.set(thing, version)
        const oldest = made.keys().next().value
        if (made.size > most && oldest !== undefined) made.delete(oldest)
        return true
      })
      // One that failed has had its turn too.
      const turn = mine.catch(() => undefined)
      turns.set(thing, turn)
      try {
        return await mine
      } finally {
        if (turns.get(thing) === turn) turns.delete(thing)
      }
    },
  }
}
