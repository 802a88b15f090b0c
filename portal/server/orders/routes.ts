import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { receiveNews } from '../events/public.ts'
import { noteAccess } from '../patients/public.ts'
import { cancelOrder } from './cancelling/cancel-order.ts'
import { ordersAsTable } from './listing/orders-as-table.ts'
import { maySeePatients, mustSeeOrder, practiceToList } from './policy.ts'
import { showOrder, showOrderLines } from './show-order.ts'
import { findOrder, listHappenings } from './store.ts'
import { amendOrder } from './taking/amend-order.ts'
import { takeOrder } from './taking/take-order.ts'
import { hearOfJob } from './telling/hear-of-job.ts'
import { countByStatus, listOrderRows } from './views.ts'

const bind = binderFor<App>()
const MOST_EXPORTED = 20_000

export const orderRoutes = [
  bind(portalApi.takeOrder, async ({ app, actor, body }) => ({ body: await takeOrder(app, actor, body) })),
  bind(portalApi.amendOrder, async ({ app, actor, params, body }) => ({
    body: await amendOrder(app, actor, params.orderId, body),
  })),
  bind(portalApi.listOrders, async ({ app, actor, query: { limit, after, ...filter } }) => {
    const [id] = readPosition(after, 1) ?? []
    const page = { after: id === undefined ? undefined : String(id), limit: limit + 1 }
    const rows = await listOrderRows(app.db, { ...filter, practice: practiceToList(actor, filter.practice) }, page)
    const lines = new Map((await showOrderLines(app, actor, rows.slice(0, limit))).map((line) => [line.id, line]))
    const { items, next } = pageOf(
      rows,
      limit,
      (row) => [row.id],
      (row) => row.id,
    )
    return { body: { items: items.flatMap((one) => lines.get(one) ?? []), next } }
  }),
  bind(portalApi.countOrders, async ({ app, actor, query }) => ({
    body: await countByStatus(app.db, practiceToList(actor, query.practice)),
  })),
  bind(portalApi.exportOrders, async ({ app, actor, query }) => {
    const filter = { ...query, practice: practiceToList(actor, query.practice) }
    const rows = await listOrderRows(app.db, filter, { after: undefined, limit: MOST_EXPORTED })
    return {
      body: ordersAsTable(rows),
      type: 'text/csv; charset=utf-8',
      headers: { 'content-disposition': 'attachment; filename="orders.csv"' },
    }
  }),
  bind(portalApi.getOrder, async ({ app, actor, params }) => {
    const row = await findOrder(app.db, params.orderId)
    mustSeeOrder(actor, row, params.orderId)
    if (maySeePatients(actor)) {
      await noteAccess(app, app.db, actor, { id: row.patient_id, practice: row.practice }, 'order_looked')
    }
    return { body: await showOrder(app, actor, row) }
  }),
  bind(portalApi.getTimeline, async ({ app, actor, params }) => {
    const row = await findOrder(app.db, params.orderId)
    mustSeeOrder(actor, row, params.orderId)
    const happenings = await listHappenings(app.db, row.id)
    return {
      body: {
        items: happenings.map(({ at, what, sentence, reason, eye, step, status, promised_on, by_name, facts }) => ({
          ...{
            at: at.toISOString(),
            what,
            sentence: sentence ?? '',
            reason,
            eye,
            step,
            status,
            promisedOn: promised_on,
            by: by_name,
            facts,
          },
        })),
      },
    }
  }),
  bind(portalApi.cancelOrder, async ({ app, actor, params, body }) => ({
    body: await cancelOrder(app, actor, params.orderId, body),
  })),
  bind(portalApi.limsStatusNews, ({ app, headers, body }) =>
    receiveNews(app, { headers, body }, (event) => hearOfJob(app, event)),
  ),
]
