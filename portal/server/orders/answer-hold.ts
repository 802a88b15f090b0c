import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Order } from '../../contract/orders.ts'
import type { App } from '../app.ts'
import { isAway } from '../events/public.ts'
import { mustSeeOrder } from './policy.ts'
import { mayAnswer, showOrder } from './show-order.ts'
import { findOrder, insertHappening, lockOrder, type OrderRow } from './store.ts'

export interface Answer {
  readonly version: number
  readonly answer: string
}

/**
 * Answers a lab that waits for the practice: the job goes on, with what was said as the reason. People of a practice may not
 * scan at the lab, so the portal does, and names who answered. Asked twice it is one scan.
 */
export async function answerHold(app: App, actor: Actor, orderId: string, input: Answer): Promise<Order> {
  const order = await findOrder(app.db, orderId)
  mustSeeOrder(actor, order, orderId)
  if (order.version !== input.version || !mayAnswer(order)) {
    throw new Refusal(
      'conflict',
      'The lab does not wait for an answer to this order, or it is not as you saw it any more',
    )
  }
  const at = app.clock.now()
  await letGoOn(app, actor, order, input.answer)
  await inTransaction(app.db, async (trx) => {
    await lockOrder(trx, orderId)
    const isNew = await insertHappening(trx, {
      ...{ event_id: `answer ${order.id} ${order.hold_at}`, order_id: order.id, place: 0, at },
      ...{ what: 'order.answered', sentence: 'The practice answered', reason: input.answer, facts: {} },
      ...{ eye: null, step: null, status: null, promised_on: null, by_name: actor.name },
    })
    const said = { action: 'order.answered', subject: orderId, practice: order.practice, detail: {} }
    if (isNew) await keepAudit(app, trx, actor, said)
  })
  return showOrder(app, actor, (await findOrder(app.db, orderId)) ?? order)
}

async function letGoOn(app: App, actor: Actor, order: OrderRow, answer: string): Promise<void> {
  const { job_id: jobId, hold_at: heldAt, id } = order
  if (jobId === null) throw new Error('only the job of an order is held by the lab')
  try {
    const scanId = `answer-${id}-${heldAt}`
    const scanned = await app.lims.scan({
      body: { scanId, verb: 'resume', job: jobId, why: `${actor.name}: ${answer}` },
    })
    // Somebody of the lab was faster.
    if (scanned.result !== 'refused' || scanned.code === 'already_so') return
    throw new Refusal(scanned.code === 'job_over' ? 'job_over' : 'conflict', scanned.sentence)
  } catch (error) {
    if (!isAway(error)) throw error
    throw new Refusal('lims_away', 'The lab does not answer just now: your answer was not taken, try again in a moment')
  }
}
