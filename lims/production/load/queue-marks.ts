import type { Db } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { readPlaces, type QueueRowAt } from './store.ts'

/** A row of a queue whose place is known: places behind it are counted from there. */
export interface QueueMark {
  readonly place: number
  readonly latestStart: string
  readonly ms: number
  readonly rush: number
  readonly jobId: string
  readonly eye: string
}

interface Queued {
  readonly job_id: string
  readonly eye: string
  readonly station: string
  readonly latest_start: Date
  readonly rush: number
}

const FRONT: QueueMark = { place: 1, latestStart: '-infinity', ms: 0, rush: 0, jobId: '', eye: '' }
const EVERY = 128
const KEEP_MS = 500

interface Kept {
  readonly until: number
  readonly marks: Promise<readonly QueueMark[]>
}
const kept = new WeakMap<Db, Map<string, Kept>>()

/**
 * From where on to count the place of a job that comes now. Before the first hundred it is the front; further back, a mark
 * read within the last half second: counting twenty thousand rows for every order would cost more than to take it.
 * It is read with the caller's own connection, as a transaction that waits for a second one can wait for ever.
 */
export async function markBefore(app: Pick<App, 'pool'>, db: Db, queued: readonly Queued[]): Promise<QueueMark> {
  const [foremost] = queued.toSorted(
    (a, b) => a.latest_start.getTime() - b.latest_start.getTime() || (a.eye < b.eye ? -1 : 1),
  )
  if (!foremost) return FRONT
  const marks = await marksOf(app, db, foremost.station)
  return marks.findLast((mark) => isBefore(mark, foremost)) ?? FRONT
}

function marksOf(app: Pick<App, 'pool'>, db: Db, station: string): Promise<readonly QueueMark[]> {
  const ofPool = kept.get(app.pool) ?? new Map<string, Kept>()
  kept.set(app.pool, ofPool)
  const known = ofPool.get(station)
  if (known && known.until > performance.now()) return known.marks
  const marks = readPlaces(db, station, EVERY).then((rows) => rows.slice(1).map(markOf))
  ofPool.set(station, { until: performance.now() + KEEP_MS, marks })
  // A database that was away is asked again at once.
  marks.catch(() => ofPool.delete(station))
  return marks
}

const markOf = (row: QueueRowAt): QueueMark => ({
  ...{ place: row.place, latestStart: row.latest_start, ms: row.ms, rush: row.rush, jobId: row.job_id, eye: row.eye },
})

/** Rounded up, a mark is never taken that comes behind; one that is taken too early makes the count a little longer. */
function isBefore(mark: QueueMark, row: Queued): boolean {
  const between = mark.ms - row.latest_start.getTime()
  if (between !== 0) return between < 0
  return mark.rush === row.rush ? mark.jobId < row.job_id : mark.rush > row.rush
}
