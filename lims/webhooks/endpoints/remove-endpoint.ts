import type { WebhookEndpoint } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { mustSeeEndpoint } from '../policy.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

/** Nobody is told there any more. Its row stays for the list of what was sent; its secrets do not. */
export async function removeEndpoint(app: App, actor: Actor, id: string): Promise<WebhookEndpoint> {
  return inTransaction(app.db, async (trx) => {
    const row = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    const now = app.clock.now()
    const noSecrets = { secret: '', secret_before: null, public_key_before: null, secret_before_until: null }
    const after = await updateEndpoint(trx, row, { ...noSecrets, deleted_at: now, updated_at: now })
    await sayEndpoint(app, trx, actor, after, 'removed')
    return showEndpoint(row, now)
  })
}
