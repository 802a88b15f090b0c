import type { Delivery } from '@ils/contract/webhook-deliveries'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { wakeAfterCommit } from '@ils/platform/db/wake'
import type { App } from '../../app.ts'
import { findEndpoint } from '../endpoints/store.ts'
import { mustSeeEndpoint } from '../policy.ts'
import { deliveryChannel } from './channels.ts'
import { showDelivery } from './show-delivery.ts'
import { unknownDelivery } from './show-whole-delivery.ts'
import { findDelivery, resendOne } from './store.ts'

/** Sends one again, whatever became of it: at once, and with the tries of a new one. */
export async function resendDelivery(app: App, actor: Actor, endpointId: string, eventId: string): Promise<Delivery> {
  return inTransaction(app.db, async (trx) => {
    const { practice } = mustSeeEndpoint(actor, endpointId, await findEndpoint(trx, endpointId))
    const count = await resendOne(trx, endpointId, eventId, app.clock.now())
    const row = await findDelivery(trx, endpointId, eventId)
    if (count === 0 || !row) throw unknownDelivery(endpointId, eventId)
    await keepAudit(app, trx, actor, { action: 'webhook.resent', subject: endpointId, practice, detail: { eventId } })
    wakeAfterCommit(app.pool, trx, deliveryChannel(app.schema))
    return showDelivery(row)
  })
}
