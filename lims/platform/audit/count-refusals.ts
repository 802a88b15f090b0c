import type { Foundation } from '../app.ts'
import { addCounts } from './store.ts'

export interface RefusalCounter {
  add(code: string, route: string): void
  flush(): Promise<void>
  close(): Promise<void>
}

const EVERY_MS = 5000
const HOUR_MS = 3_600_000

/** Counts refusals of the unknown per hour, code and route, and writes the sums now and then. */
export function countRefusals(app: Pick<Foundation, 'pool' | 'clock' | 'log'>): RefusalCounter {
  let counts = new Map<string, { hour: Date; code: string; route: string; count: number }>()
  const flush = async (): Promise<void> => {
    const taken = counts
    counts = new Map()
    try {
      await addCounts(app.pool, [...taken.values()])
    } catch (error) {
      // Kept for the next time: nothing else knows of them.
      for (const { hour, code, route, count } of taken.values()) addTo(hour, code, route, count)
      app.log.warn({ err: error }, 'the counts of refusals could not be written, trying again')
    }
  }
  const addTo = (hour: Date, code: string, route: string, count: number): void => {
    const name = `${hour.getTime()} ${code} ${route}`
    const known = counts.get(name)
    if (known) known.count += count
    else counts.set(name, { hour, code, route, count })
  }
  const timer = setInterval(() => void flush(), EVERY_MS)
  timer.unref()
  return {
    add(code, route) {
      addTo(new Date(Math.floor(app.clock.now().getTime() / HOUR_MS) * HOUR_MS), code, route, 1)
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
