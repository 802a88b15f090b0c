import type { WebhookBody } from '@ils/contract/webhook-body'
import { orderOver } from '../../../contract/order-states.ts'
import type { OrderChanges, OrderRow } from '../store.ts'
import type { JobNews } from './job-news.ts'

/**
 * What of an order is another by what the lab told. Each field keeps by which change of the job it was said, so that news may
 * come twice, late and in any order.
 */
export function changesByNews(before: Kept, news: JobNews, { subjectVersion, timestamp }: WebhookBody): OrderChanges {
  const changes: OrderChanges = {}
  // From its end no way leads back: the answer to a cancellation may be here before the events that led to it.
  if (news.status !== null && subjectVersion > before.status_at && !orderOver(before.status)) {
    changes.status = news.status
    changes.status_at = subjectVersion
  }
  const promisedOn = news.text('promisedOn')
  if (promisedOn !== null && subjectVersion > before.promise_at) {
    changes.promised_on = promisedOn
    changes.promise_at = subjectVersion
    if (news.type === 'job.promise_changed') changes.promise_reason = news.text('reason')
    changes.first_promised_on = before.first_promised_on ?? promisedOn
  }
  if ((news.type === 'job.held' || news.type === 'job.resumed') && subjectVersion > before.hold_at) {
    const held = {
      reason: news.text('reason') ?? 'Held',
      causes: [],
      since: timestamp,
      until: news.text('until'),
      owner: news.text('owner'),
    }
    changes.hold = news.type === 'job.held' ? { by: 'lab', ...held } : null
    changes.hold_at = subjectVersion
  }
  if (news.type === 'job.shipped') {
    changes.shipped = { carrier: news.text('carrier') ?? '', tracking: news.text('tracking'), at: timestamp }
  }
  if (news.type === 'job.cancelled') {
    changes.fee = { currency: news.text('currency') ?? '', amount: news.number('fee') ?? 0 }
  }
  return changes
}

type Kept = Pick<OrderRow, 'status' | 'status_at' | 'promise_at' | 'hold_at' | 'first_promised_on'>
