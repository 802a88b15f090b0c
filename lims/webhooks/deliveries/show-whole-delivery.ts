import type { WholeDelivery } from '@ils/contract/webhook-deliveries'
import type { Actor } from '@ils/platform/actor'
import { readEventsOf } from '@ils/platform/events/store'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { findEndpoint } from '../endpoints/store.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { bodyFor } from './body-for.ts'
import { showAttempt, showDelivery } from './show-delivery.ts'
import { findDelivery, findDueAt, listAttemptRows } from './store.ts'

/** One delivery with its body and all that was tried. */
export async function showWholeDelivery(
  app: App,
  actor: Actor,
  endpointId: string,
  eventId: string,
): Promise<WholeDelivery> {
  mustReadEvents(actor)
  const endpoint = mustSeeEndpoint(actor, endpointId, await findEndpoint(app.db, endpointId))
  const row = await findDelivery(app.db, endpointId, eventId)
  if (!row) throw unknownDelivery(endpointId, eventId)
  const [attempts, dueAt, said] = await Promise.all([
    listAttemptRows(app.db, endpointId, eventId),
    findDueAt(app.db, endpointId, row.subject),
    readEventsOf(app.db, row.subject),
  ])
  const event = said.find(({ id }) => id === eventId)
  if (!event) throw unknownDelivery(endpointId, eventId)
  return {
    ...showDelivery(row),
    ...{ dueAt: dueAt?.toISOString() ?? null, body: bodyFor(event, endpoint), attempts: attempts.map(showAttempt) },
  }
}

export function unknownDelivery(endpointId: string, eventId: string): Refusal {
  const message = `Endpoint ${endpointId} was not told of ${eventId}, or it was forgotten after ILS_WEBHOOK_KEEP_DAYS`
  return new Refusal('not_found', message, {
    causes: [{ code: 'unknown_delivery', field: 'params.eventId', message, value: eventId }],
  })
}
