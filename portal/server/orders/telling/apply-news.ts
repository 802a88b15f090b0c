import type { WebhookBody } from '@ils/contract/webhook-body'
import type { EventKind } from '@ils/contract/event'
import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { recordMany } from '@ils/platform/events/record-event'
import { orderCancelled, orderHeld, orderMoved, orderPromised, orderToldOf } from '../../../contract/order-events.ts'
import { orderOver } from '../../../contract/order-states.ts'
import type { App } from '../../app.ts'
import { releasePatient } from '../../patients/public.ts'
import { changeOrder, insertHappening, type OrderRow } from '../store.ts'
import { changesByNews } from './changes-by-news.ts'
import { readJobNews, type JobNews } from './job-news.ts'
import { wordsOfNews } from './words-of-news.ts'

/** Makes of an order what the lab told of its job, once, and says so. */
export async function applyNews(app: App, trx: Trx, before: OrderRow, event: WebhookBody): Promise<OrderRow> {
  const news = readJobNews(event)
  const told = wordsOfNews(news)
  const changes = changesByNews(before, news, event)
  const now = app.clock.now()
  const isNew = await insertHappening(trx, {
    ...{ event_id: event.id, order_id: before.id, place: event.subjectVersion, at: new Date(event.timestamp) },
    ...{ what: event.type, sentence: told?.sentence ?? null, reason: told?.reason ?? null, facts: told?.facts ?? {} },
    ...{ eye: news.eye, step: news.text('step'), status: news.status, by_name: null },
    promised_on: event.type === 'job.promise_changed' ? news.text('promisedOn') : null,
  })
  if (!isNew) return before
  const over = changes.status !== undefined && orderOver(changes.status) && before.over_at === null
  const row = await changeOrder(trx, before, { ...changes, seen_at: now, ...(over && { over_at: now }) })
  if (over) await releasePatient(trx, row.patient_id, row.id)
  const said = sayingOf(before, row, news, event)
  const fact = { subject: row.id, subjectVersion: row.version, practice: row.practice, data: said.data }
  await recordMany(app, trx, [{ kind: said.kind, fact }], system('the lab'))
  return row
}

/** One event for each thing that was told: the one that says most. */
function sayingOf(
  before: OrderRow,
  row: OrderRow,
  news: JobNews,
  event: WebhookBody,
): { kind: EventKind; data: Readonly<Record<string, unknown>> } {
  const of = { orderId: row.id, jobId: row.job_id, status: row.status }
  const reason = news.text('reason')
  if (news.type === 'job.held' && row.hold_at === event.subjectVersion)
    return { kind: orderHeld, data: { ...of, by: 'lab', reason: reason ?? 'Held' } }
  if (news.type === 'job.cancelled')
    return { kind: orderCancelled, data: { ...of, reason: reason ?? '', fee: news.number('fee') ?? 0 } }
  if (row.promised_on !== null && row.promised_on !== before.promised_on) {
    const data = { ...of, from: before.promised_on, promisedOn: row.promised_on, reason }
    return { kind: orderPromised, data }
  }
  if (row.status !== before.status) return { kind: orderMoved, data: { ...of, from: before.status, reason } }
  return { kind: orderToldOf, data: { ...of, what: event.type } }
}
