import type { JobStatus } from '@ils/contract/jobs'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { RunningTask } from '@ils/platform/queue/task'
import { orderSent } from '../../../contract/order-events.ts'
import type { App } from '../../app.ts'
import { changeOrder, insertHappening, lockJobNews, lockOrder, takeJobNews, type OrderRow } from '../store.ts'
import { applyNews } from '../telling/apply-news.ts'

/** Notes the job that the lab made of an order, and what was told of it before we knew. */
export async function keepJob(app: App, task: RunningTask<unknown>, sent: OrderRow, job: JobStatus): Promise<void> {
  await inTransaction(app.pool, async (trx) => {
    await lockJobNews(trx, job.jobId)
    const before = await lockOrder(trx, sent.id)
    if (!before) throw new Error('orders are never removed')
    if (before.job_id === null) {
      const now = app.clock.now()
      const promised = job.estimatedCompletionDate
      const row = await changeOrder(trx, before, {
        ...{ status: job.status, job_id: job.jobId, sent_at: now, seen_at: now, trouble: null, next_try_at: null },
        ...{ queue_position: job.queuePosition, promised_on: promised, first_promised_on: promised },
      })
      const { id, practice, version } = row
      const actor = system('orders')
      await insertHappening(trx, {
        ...{ event_id: app.ids('hap'), order_id: id, place: 0, at: now, what: 'order.sent' },
        sentence:
          promised === null ? 'The lab took the order' : `The lab took the order and promises it for ${promised}`,
        ...{ reason: null, eye: null, step: null, status: job.status, promised_on: promised, by_name: null },
        facts: {},
      })
      const data = { orderId: id, jobId: job.jobId, status: job.status, promisedOn: promised }
      const fact = { ...data, queuePosition: job.queuePosition }
      await record(app, trx, orderSent, { subject: id, subjectVersion: version, practice, data: fact }, actor)
      let last = row
      for (const event of inOrder(await takeJobNews(trx, job.jobId))) last = await applyNews(app, trx, last, event)
    }
    await task.settle(trx)
  })
}

const inOrder = (events: readonly unknown[]): WebhookBody[] =>
  // They were kept as they came.
  (events as WebhookBody[]).toSorted((one, other) => one.subjectVersion - other.subjectVersion)
