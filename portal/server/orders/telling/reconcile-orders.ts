import { LimsRefused } from '@ils/lims-client/refused'
import type { App } from '../../app.ts'
import { isAway, newsOf } from '../../events/public.ts'
import { countHeard, forgetJobNews, listUnchecked, noteOrder, type OrderRow } from '../store.ts'
import { reconcileOrdersTask } from '../tasks.ts'
import { hearOfJob } from './hear-of-job.ts'

const QUIET_MS = 10 * 60_000
const MOST_AT_ONCE = 200
const KEEP_NEWS_MS = 30 * 86_400_000
const PAGE = 1000

/** Asks the lab of orders that nothing was heard of for a while, and makes up for what did not arrive. */
export async function reconcileOrders(app: App, signal: AbortSignal, quietMs = QUIET_MS): Promise<number> {
  const now = app.clock.now().getTime()
  await forgetJobNews(app.pool, new Date(now - KEEP_NEWS_MS))
  const orders = await listUnchecked(app.pool, new Date(now - quietMs), MOST_AT_ONCE)
  let healed = 0
  for (const order of orders) {
    if (signal.aborted) break
    try {
      healed += await reconcileOne(app, order)
    } catch (error) {
      if (isAway(error)) break
      if (!(error instanceof LimsRefused)) throw error
      app.log.error({ order: order.id, code: error.code }, 'the lab does not know the job of an order')
    }
    await noteOrder(app.pool, order.id, { checked_at: app.clock.now() })
  }
  if (healed > 0) app.log.warn({ healed }, 'orders had not heard all of their jobs')
  return healed
}

async function reconcileOne(app: App, order: OrderRow): Promise<0 | 1> {
  if (order.job_id === null) return 0
  const job = await app.lims.getJob({ params: { jobId: order.job_id } })
  // Each event is one change of the job: fewer than that were heard, whichever are missing.
  if ((await countHeard(app.pool, order.id)) >= job.version) return 0
  const { events } = await app.lims.readEvents({ query: { subject: order.job_id, limit: PAGE } })
  for (const event of events) await hearOfJob(app, newsOf(event))
  return 1
}

/** Called each minute. */
export async function callReconcile(app: App): Promise<void> {
  const minute = app.clock.now().toISOString().slice(0, 16)
  await app.queue.enqueue(app.db, reconcileOrdersTask, { uniqueId: minute, data: {} })
}
