import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { orderCancelled } from '../../../contract/order-events.ts'
import type { App } from '../../app.ts'
import { askLims } from '../../events/public.ts'
import { releasePatient } from '../../patients/public.ts'
import { mustSeeOrder } from '../policy.ts'
import { changeOrder, findOrder, insertHappening, lockOrder, type OrderRow } from '../store.ts'

export interface Cancellation {
  readonly reason: string
  readonly dry?: boolean
  readonly agreedFee?: number
}

interface Cancelled {
  cancelled: boolean
  currency: string | null
  fee: number
  causes: string[]
}

/** Cancels an order, or says what that would cost. What the lab has, the lab cancels, by its rules. */
export async function cancelOrder(app: App, actor: Actor, orderId: string, input: Cancellation): Promise<Cancelled> {
  const order = await findOrder(app.db, orderId)
  mustSeeOrder(actor, order, orderId)
  if (order.status === 'cancelled') {
    return { cancelled: true, currency: order.fee?.currency ?? null, fee: order.fee?.amount ?? 0, causes: [] }
  }
  if (order.job_id !== null) return cancelAtLab(app, actor, order, order.job_id, input)
  mustBeOurs(order)
  const free = { currency: null, fee: 0, causes: [] }
  if (input.dry === true) return { cancelled: false, ...free }
  await inTransaction(app.db, async (trx) => {
    const before = await lockOrder(trx, orderId)
    mustSeeOrder(actor, before, orderId)
    mustBeOurs(before)
    await keepCancelled(app, trx, actor, before, { reason: input.reason, fee: null })
  })
  return { cancelled: true, ...free }
}

/** Once it was tried, the lab may have it without our knowing. */
function mustBeOurs({ job_id, status, tries }: OrderRow): void {
  if (job_id === null && (status !== 'submitted' || tries === 0)) return
  throw new Refusal('lims_away', 'The order is on its way to the lab: it can be cancelled when the lab has answered')
}

async function cancelAtLab(
  app: App,
  actor: Actor,
  order: OrderRow,
  jobId: string,
  { reason, dry = false, agreedFee }: Cancellation,
): Promise<Cancelled> {
  const ask = (trying: boolean) =>
    askLims(app, actor, (lims) => lims.cancelJob({ params: { jobId }, body: { reason, dry: trying } }))
  if (dry) return ask(true)
  if (agreedFee !== undefined) {
    const { fee, currency } = await ask(true)
    if (fee > agreedFee) {
      const message = `Cancelling costs more by now: ${fee} instead of ${agreedFee} (${currency}, minor units)`
      const causes = [{ code: 'fee', field: 'body.agreedFee', message, value: agreedFee, limit: fee }]
      throw new Refusal('conflict', message, { causes })
    }
  }
  const said = await ask(false)
  await inTransaction(app.db, async (trx) => {
    const before = await lockOrder(trx, order.id)
    // The news of it may have been faster.
    if (!before || before.status === 'cancelled') return
    await keepCancelled(app, trx, actor, before, { reason, fee: { currency: said.currency, amount: said.fee } })
  })
  return said
}

async function keepCancelled(
  app: App,
  trx: Trx,
  actor: Actor,
  before: OrderRow,
  { reason, fee }: { readonly reason: string; readonly fee: OrderRow['fee'] },
): Promise<void> {
  const at = app.clock.now()
  const row = await changeOrder(trx, before, { status: 'cancelled', hold: null, fee, over_at: at, next_try_at: null })
  const { id, practice, job_id: jobId, status } = row
  await releasePatient(trx, row.patient_id, id)
  await insertHappening(trx, {
    ...{ event_id: app.ids('hap'), order_id: id, place: 0, at, what: 'order.cancelled', sentence: 'Cancelled' },
    ...{ reason, eye: null, step: null, status, promised_on: null, by_name: actor.name, facts: {} },
  })
  const data = { orderId: id, jobId, status, reason, fee: fee?.amount ?? 0 }
  await record(app, trx, orderCancelled, { subject: id, subjectVersion: row.version, practice, data }, actor)
  await keepAudit(app, trx, actor, { action: 'order.cancelled', subject: id, practice, detail: { reason } })
}
