import type { FullConfiguration } from '@ils/contract/configuration'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Order } from '../../../contract/orders.ts'
import type { App } from '../../app.ts'
import { patientSealer } from '../../patients/public.ts'
import { mustSeeOrder } from '../policy.ts'
import { showOrder } from '../show-order.ts'
import { alikeOf, openSnapshot, sealSnapshot } from '../snapshot.ts'
import { changeOrder, findOrder, lockOrder } from '../store.ts'
import { inTheirName, judgeWanted } from './judge-wanted.ts'
import { lensInWords } from './lens-in-words.ts'
import { sayTaken } from './take-order.ts'

export interface Amended {
  readonly version: number
  readonly configuration: FullConfiguration
  readonly frameWay?: Order['frameWay']
}

/** Changes an order that the lab would not take, and has it sent again. */
export async function amendOrder(app: App, actor: Actor, orderId: string, input: Amended): Promise<Order> {
  const seen = await findOrder(app.db, orderId)
  mustSeeOrder(actor, seen, orderId)
  const { practice } = seen
  const configuration = inTheirName(actor, input.configuration)
  const judged = await judgeWanted(app, actor, practice, configuration)
  const lens = await lensInWords(app, practice, configuration)
  const row = await inTransaction(app.db, async (trx) => {
    const before = await lockOrder(trx, orderId)
    mustSeeOrder(actor, before, orderId)
    if (before.version !== input.version || before.hold?.by !== 'practice') {
      throw new Refusal('conflict', 'The order is not as you saw it any more, or the lab has it already')
    }
    const sealer = await patientSealer(app, trx, before.patient_id)
    if (!sealer || before.sealed === null) throw new Refusal('conflict', 'Whom this order was for was erased')
    const snapshot = openSnapshot(sealer, orderId, before.sealed)
    const priority = configuration.job['order.priority']
    const next = await changeOrder(trx, before, {
      ...{ status: 'submitted', hold: null, attempt: before.attempt + 1, tries: 0, trouble: null, next_try_at: null },
      ...{ lens, price: judged.price, release: judged.release, eyes: [...configuration.ordered] },
      priority: typeof priority === 'string' ? priority : 'standard',
      frame_way: input.frameWay ?? before.frame_way,
      alike: alikeOf(before.patient_id, configuration),
      sealed: sealSnapshot(sealer, orderId, { ...snapshot, configuration }),
    })
    await sayTaken(app, trx, actor, next)
    await keepAudit(app, trx, actor, { action: 'order.amended', subject: orderId, practice, detail: {} })
    return next
  })
  return showOrder(app, actor, row)
}
