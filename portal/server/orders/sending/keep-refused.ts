import type { LimsRefused } from '@ils/lims-client/refused'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { RunningTask } from '@ils/platform/queue/task'
import { orderHeld } from '../../../contract/order-events.ts'
import type { App } from '../../app.ts'
import { changeOrder, insertHappening, lockOrder, type HoldKept, type OrderRow } from '../store.ts'

/** The lab would not take what was accepted a moment ago: the practice amends or cancels. */
export async function keepRefused(
  app: App,
  task: RunningTask<unknown>,
  sent: OrderRow,
  refused: LimsRefused,
): Promise<void> {
  await inTransaction(app.pool, async (trx) => {
    const before = await lockOrder(trx, sent.id)
    if (before?.status === 'submitted' && before.attempt === sent.attempt) {
      const now = app.clock.now()
      const reason = refused.problem.detail
      const hold: HoldKept = {
        by: 'practice',
        reason,
        causes: causesOf(refused),
        since: now.toISOString(),
        until: null,
      }
      const changes = { status: 'on_hold', hold, trouble: null, next_try_at: null } as const
      const row = await changeOrder(trx, before, changes)
      await insertHappening(trx, {
        ...{ event_id: app.ids('hap'), order_id: row.id, place: 0, at: now, what: 'order.held', reason },
        sentence: 'The lab cannot take the order as it is: change it or cancel it',
        ...{ eye: null, step: null, status: 'on_hold', promised_on: null, by_name: null, facts: {} },
      })
      const data = { orderId: row.id, jobId: null, status: row.status, by: 'practice', reason }
      const fact = { subject: row.id, subjectVersion: row.version, practice: row.practice, data }
      await record(app, trx, orderHeld, fact, system('orders'))
    }
    await task.settle(trx)
  })
}

function causesOf({ code: refusal, problem }: LimsRefused): HoldKept['causes'] {
  const severity = refusal === 'job_to_confirm' ? 'confirm' : 'refuse'
  return problem.causes.map(({ code, field, message, value = null, limit = null }) => ({
    ...{ code, severity, field, eye: null, message, seen: value, limit, rule: null, overridable: false, settled: null },
  }))
}
