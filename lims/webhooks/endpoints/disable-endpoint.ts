import { webhookEvents } from '@ils/contract/webhook-events'
import { system } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { shownUrl } from './say-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

/**
 * Switches an endpoint off because it wants no more, or because nothing arrived for days; events for it are kept. False
 * where somebody paused, disabled or removed it before.
 */
export async function disableEndpoint(app: App, id: string, reason: string): Promise<boolean> {
  const actor = system('webhooks')
  return inTransaction(app.db, async (trx) => {
    const row = await lockEndpoint(trx, id)
    if (row?.state !== 'active') return false
    const now = app.clock.now()
    const disabled = { state: 'disabled', state_reason: reason, state_since: now, updated_at: now } as const
    const { practice, version } = await updateEndpoint(trx, row, disabled)
    const url = shownUrl(row.url)
    const data = { endpointId: id, url, reason }
    await record(
      app,
      trx,
      webhookEvents.endpointDisabled,
      { subject: id, subjectVersion: version, practice, data },
      actor,
    )
    await keepAudit(app, trx, actor, { action: 'webhook.disabled', subject: id, practice, detail: { url, reason } })
    return true
  })
}
