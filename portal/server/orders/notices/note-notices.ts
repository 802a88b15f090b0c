import type { Event } from '@ils/contract/event'
import { orderHeld, orderPromised } from '../../../contract/order-events.ts'
import type { App } from '../../app.ts'
import { findOrder, type OrderRow } from '../store.ts'
import { tellOfOrderTask } from '../tasks.ts'
import { insertNotice, type NoticeRow } from './store.ts'
import { whoWantsToKnow } from './wishes.ts'

/** What is older than this was seen on the screen long ago: a reaction that begins at the start of the log mails nobody. */
const TOO_OLD_MS = 3 * 86_400_000

type Change = Pick<NoticeRow, 'change' | 'kind' | 'facts'>

/** Notes who is to be told of a change of an order. A task tells it, after what else may happen in a moment. */
export async function noteNotices(app: App, event: Event): Promise<void> {
  const now = app.clock.now()
  if (now.getTime() - new Date(event.at).getTime() > TOO_OLD_MS) return
  const order = await findOrder(app.db, event.subject)
  if (!order) return
  for (const change of changesIn(event, order)) {
    for (const { id: accountId } of await whoWantsToKnow(app.db, order, change.kind)) {
      const notice = { order_id: order.id, account_id: accountId, ...change, noted_at: now }
      if (!(await insertNotice(app.db, notice))) continue
      await app.queue.enqueue(app.db, tellOfOrderTask, {
        uniqueId: `${order.id} ${accountId} ${change.change}`,
        data: { orderId: order.id, accountId },
        delayMs: app.settings.mailWaitSeconds * 1000,
      })
    }
  }
}

/** Each has a name by which it is known however often it is heard of. */
function changesIn({ type, subjectVersion, data }: Event, order: OrderRow): Change[] {
  const text = (name: string): Record<string, string> => {
    const value = data[name]
    return typeof value === 'string' && value !== '' ? { [name]: value } : {}
  }
  const kind = data['by'] === 'practice' ? 'refused' : 'held'
  return [
    ...(type === orderHeld.type ? [{ change: `held ${subjectVersion}`, kind, facts: text('reason') } as const] : []),
    ...(type === orderPromised.type && typeof data['from'] === 'string'
      ? [
          {
            change: `promise ${subjectVersion}`,
            kind: 'promise',
            facts: { ...text('from'), ...text('reason') },
          } as const,
        ]
      : []),
    // One event says what matters most of many things: that it left may have come with another.
    ...(order.status === 'shipped' ? [{ change: 'shipped', kind: 'shipped', facts: {} } as const] : []),
  ]
}
