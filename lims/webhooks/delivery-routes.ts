import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { readFeed } from './deliveries/read-feed.ts'
import { resendDelivery } from './deliveries/resend-delivery.ts'
import { recoverDeliveries, replayDeliveries } from './deliveries/send-since.ts'
import { showDelivery } from './deliveries/show-delivery.ts'
import { showWholeDelivery } from './deliveries/show-whole-delivery.ts'
import { listDeliveryRows } from './deliveries/store.ts'
import { findEndpoint } from './endpoints/store.ts'
import { mustSeeEndpoint } from './policy.ts'

const bind = binderFor<App>()

export const deliveryRoutes = [
  bind(limsApi.listDeliveries, async ({ app, actor, params: { endpointId }, query }) => {
    mustSeeEndpoint(actor, endpointId, await findEndpoint(app.db, endpointId))
    const { limit, state, type } = query
    const before = readPosition(query.after, 1)?.[0]
    const rows = await listDeliveryRows(app.db, endpointId, {
      ...{ limit: limit + 1, state, type, before: before === undefined ? undefined : String(before) },
      since: query.since === undefined ? undefined : new Date(query.since),
    })
    return { body: pageOf(rows, limit, (row) => [row.event_id], showDelivery) }
  }),
  bind(limsApi.getDelivery, async ({ app, actor, params: { endpointId, eventId } }) => ({
    body: await showWholeDelivery(app, actor, endpointId, eventId),
  })),
  bind(limsApi.resendDelivery, async ({ app, actor, params: { endpointId, eventId } }) => ({
    body: await resendDelivery(app, actor, endpointId, eventId),
  })),
  bind(limsApi.recoverDeliveries, async ({ app, actor, params, body }) => ({
    body: await recoverDeliveries(app, actor, params.endpointId, body),
  })),
  bind(limsApi.replayDeliveries, async ({ app, actor, params, body }) => ({
    body: await replayDeliveries(app, actor, params.endpointId, body),
  })),
  bind(limsApi.readFeed, async ({ app, actor, params, query, signal }) => ({
    body: await readFeed(app, actor, params.endpointId, query, signal),
  })),
]
