import type { Event } from '@ils/contract/event'
import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import { lastPosition, readEvents } from '@ils/platform/events/store'
import type { LiveLine } from '../../contract/live.ts'
import { catalogueChanged, catalogueToldOf, orderEventKinds } from '../../contract/order-events.ts'
import { orderStates } from '../../contract/order-states.ts'
import type { App } from '../app.ts'
import { openRecentLog, type Known, type RecentLog } from './recent-log.ts'

const BEAT_MS = 15_000
/** Then the browser asks anew, and is asked anew who it is. */
const LASTS_MS = 300_000
const MOST_BEHIND = 20_000
const BATCH = 200

const types = [...orderEventKinds.map((kind) => kind.type), catalogueChanged.type, catalogueToldOf.type]

const logs = new WeakMap<Db, RecentLog>()

/** What happens to the orders that somebody sees, from a position on. */
export async function* followPractice(
  app: App,
  actor: Actor,
  after: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveLine> {
  const begun = app.clock.now().getTime()
  const newest = await lastPosition(app.pool)
  const at = (): string => app.clock.now().toISOString()
  let position = after === undefined || after > newest ? newest : after
  yield { position, kind: 'begun', at: at(), order: null }
  if (newest - position > MOST_BEHIND) {
    position = newest
    yield { position, kind: 'missed', at: at(), order: null }
  }
  while (!signal.aborted && app.clock.now().getTime() - begun < LASTS_MS) {
    const { events, upTo } = await readOn(app, actor, position)
    for (const event of events) {
      position = event.seq
      yield lineOf(event)
    }
    position = Math.max(position, upTo)
    if (!(await app.follower.waitPast(position, BEAT_MS, signal)) && !signal.aborted) {
      yield { position, kind: 'beat', at: at(), order: null }
    }
  }
}

/** All lines of this process read the newest together; who is far behind reads alone until they are there. */
async function readOn(app: App, { practice }: Actor, after: number): Promise<Known> {
  const log = logs.get(app.pool) ?? openRecentLog(app.pool, types)
  logs.set(app.pool, log)
  const recent = await log.after(after)
  if (recent) {
    const events = recent.events.filter((event) => practice === null || event.practice === practice)
    return { events, upTo: recent.upTo }
  }
  const grown = await lastPosition(app.pool)
  const ours = practice === null ? {} : { practice }
  const events = await readEvents(app.pool, { ...{ after, limit: BATCH, types }, ...ours })
  return { events, upTo: events.length === BATCH ? after : grown }
}

function lineOf({ seq: position, type, at, subject, subjectVersion, data }: Event): LiveLine {
  if (type === catalogueChanged.type) return { position, kind: 'catalogue.changed', at, order: null }
  if (type === catalogueToldOf.type) return { position, kind: 'catalogue.told_of', at, order: null }
  const status = orderStates.find((state) => state === data['status']) ?? 'submitted'
  return { position, kind: 'order.changed', at, order: { id: subject, status, version: subjectVersion, what: type } }
}
