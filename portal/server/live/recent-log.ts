import type { Event } from '@ils/contract/event'
import type { Db } from '@ils/platform/db/database'
import { lastPosition, readEvents } from '@ils/platform/events/store'

const BATCH = 500
const MOST_KEPT = 5000

export interface Known {
  readonly events: readonly Event[]
  /** Up to where there is nothing else. */
  readonly upTo: number
}

/** The newest of the log, read once for all lines of this process. */
export interface RecentLog {
  /**
   * What came after a position, in order; undefined where that is older than what is kept. Whoever knows of news after
   * the position is told of them.
   */
  after(position: number): Promise<Known | undefined>
}

export function openRecentLog(db: Db, types: readonly string[]): RecentLog {
  let kept: Event[] = []
  let from = 0
  let upTo = 0
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const newest = await lastPosition(db)
    // After a time in which nobody asked, those who are behind read for themselves. A restored database begins anew.
    if (newest - upTo > MOST_KEPT || newest < upTo) {
      kept = []
      from = upTo = newest
    }
    for (let isWhole = false; !isWhole;) {
      const events = await readEvents(db, { after: upTo, limit: BATCH, types })
      kept.push(...events)
      isWhole = events.length < BATCH
      upTo = Math.max(upTo, events.at(-1)?.seq ?? upTo)
    }
    upTo = Math.max(upTo, newest)
    const over = kept.length - MOST_KEPT
    if (over <= 0) return
    from = kept[over - 1]?.seq ?? from
    kept = kept.slice(over)
  }

  const readOnce = (): Promise<void> =>
    (reading ??= read().finally(() => {
      reading = undefined
    }))

  return {
    async after(position) {
      // A reading that was under way already may have looked before the news came.
      const wasReading = reading !== undefined
      if (upTo <= position) await readOnce()
      if (wasReading && upTo <= position) await readOnce()
      if (position < from) return undefined
      return { events: kept.slice(firstAfter(kept, position)), upTo: Math.max(upTo, position) }
    },
  }
}

function firstAfter(events: readonly Event[], position: number): number {
  let [low, high] = [0, events.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.seq ?? 0) > position) high = middle
    else low = middle + 1
  }
  return low
}
