import { inTransaction } from '@ils/platform/db/transaction'
import type { Trx } from '@ils/platform/db/database'
import type { RunningTask } from '@ils/platform/queue/task'
import { findPerson, writeMail } from '../../access/public.ts'
import type { App } from '../../app.ts'
import { findOrder, type OrderRow } from '../store.ts'
import { tellOfOrderTask } from '../tasks.ts'
import { composeOrderMail, type Told } from './compose-mail.ts'
import { closeNotices, lastMailedAt, lockOpenNotices, type NoticeRow } from './store.ts'
import { stillWants } from './wishes.ts'

interface Whom {
  readonly orderId: string
  readonly accountId: string
}

/**
 * Mails somebody what happened to an order and is still so: once for each change, and one mail for all of them. The mail, the
 * mark that it was told and the end of the task are kept together or not at all.
 */
export async function tellOfOrder(app: App, task: RunningTask<Whom>): Promise<void> {
  const { orderId, accountId } = task.data
  const whose = { order_id: orderId, account_id: accountId }
  await inTransaction(app.pool, async (trx) => {
    const now = app.clock.now()
    const notices = await lockOpenNotices(trx, whose)
    const quietMs = await quietFor(app, trx, whose, now)
    if (notices.length > 0 && quietMs > 0) {
      const uniqueId = `${task.uniqueId} after ${now.getTime() + quietMs}`
      await app.queue.enqueue(trx, tellOfOrderTask, { uniqueId, data: task.data, delayMs: quietMs })
    } else if (notices.length > 0) {
      const mailId = await mailOf(app, trx, whose, notices)
      // The quiet time counts from when the mail was written.
      const over = { over_at: app.clock.now(), mail_id: mailId }
      await closeNotices(
        trx,
        whose,
        notices.map(({ change }) => change),
        over,
      )
    }
    await task.settle(trx)
  })
}

async function quietFor(app: App, trx: Trx, whose: Parameters<typeof lastMailedAt>[1], now: Date): Promise<number> {
  const last = await lastMailedAt(trx, whose)
  return last === undefined ? 0 : last.getTime() + app.settings.mailQuietSeconds * 1000 - now.getTime()
}

/** Null where nothing of it is worth a mail any more. */
async function mailOf(
  app: App,
  trx: Trx,
  { order_id, account_id }: Pick<NoticeRow, 'order_id' | 'account_id'>,
  notices: readonly NoticeRow[],
): Promise<string | null> {
  const order = await findOrder(trx, order_id)
  const person = await findPerson(trx, account_id)
  if (!order || person?.practice !== order.practice) return null
  const told: Told[] = []
  for (const one of stillSo(order, notices)) if (await stillWants(trx, account_id, order, one.kind)) told.push(one)
  if (told.length === 0) return null
  return writeMail(app, trx, person.email, composeOrderMail(app, person, order, told), 'order')
}

/** What is so by now: a hold that ended and a day that moved back are no news. */
export function stillSo(order: OrderRow, notices: readonly NoticeRow[]): Told[] {
  if (order.status === 'cancelled') return []
  if (order.status === 'shipped') return notices.some(({ kind }) => kind === 'shipped') ? [{ kind: 'shipped' }] : []
  const held = notices.findLast(({ kind }) => kind === 'refused' || kind === 'held')
  const moved = notices.filter(({ kind }) => kind === 'promise')
  const from = moved[0]?.facts.from
  const reason = moved.at(-1)?.facts.reason ?? null
  return [
    ...(held && order.hold
      ? [{ kind: order.hold.by === 'practice' ? 'refused' : 'held', reason: order.hold.reason } as const]
      : []),
    ...(from !== undefined && order.promised_on !== null && order.promised_on !== from
      ? [{ kind: 'promise', from, to: order.promised_on, reason } as const]
      : []),
  ]
}
