import type { WebhookBody } from '@ils/contract/webhook-body'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { insertJobNews, lockJobNews, lockOrderOfJob } from '../store.ts'
import { applyNews } from './apply-news.ts'

/** Takes what the lab tells of a job: applied to its order, or kept until its order is known. */
export async function hearOfJob(app: App, event: WebhookBody): Promise<void> {
  if (!event.type.startsWith('job.')) return
  await inTransaction(app.pool, async (trx) => {
    await lockJobNews(trx, event.subject)
    const order = await lockOrderOfJob(trx, event.subject)
    if (!order) {
      app.log.info({ job: event.subject, event: event.id }, 'told of a job that no order is known of')
      const received_at = app.clock.now()
      await insertJobNews(trx, { event_id: event.id, job_id: event.subject, event, received_at })
      return
    }
    await applyNews(app, trx, order, event)
  })
}
