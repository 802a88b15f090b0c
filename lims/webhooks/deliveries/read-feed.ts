import type { AnswerOf } from '@ils/contract/endpoint'
import type { readFeed as endpoint } from '@ils/contract/webhook-deliveries'
import type { Actor } from '@ils/platform/actor'
import { lastPosition } from '@ils/platform/events/store'
import type { App } from '../../app.ts'
import { findEndpoint } from '../endpoints/store.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { bodyFor } from './body-for.ts'
import { readFeedEvents } from './fan-out/store.ts'

interface Asked {
  readonly after: number
  readonly limit: number
  readonly waitSeconds: number
}

/** What an endpoint is told of, from a position, as it would be sent; an empty page is held while there is time to wait. */
export async function readFeed(
  app: App,
  actor: Actor,
  endpointId: string,
  { after, limit, waitSeconds }: Asked,
  signal: AbortSignal,
): Promise<AnswerOf<typeof endpoint>> {
  mustReadEvents(actor)
  const row = mustSeeEndpoint(actor, endpointId, await findEndpoint(app.db, endpointId))
  const until = performance.now() + waitSeconds * 1000
  for (let from = Math.max(after, row.from_seq); ;) {
    // Read first: what is at or before it is all visible, so a page that is not full ends there and skips nothing.
    const newest = await lastPosition(app.db)
    const found = await readFeedEvents(app.db, endpointId, from, limit)
    const more = found.length === limit
    const position = more ? (found.at(-1)?.seq ?? from) : Math.max(from, newest, found.at(-1)?.seq ?? 0)
    const left = until - performance.now()
    if (found.length > 0 || left <= 0 || !(await app.follower.waitPast(position, left, signal))) {
      return { events: found.map((event) => ({ position: event.seq, body: bodyFor(event, row) })), position, more }
    }
    from = position
  }
}
