import type { WebhookEndpoint } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { mustSeeEndpoint } from '../policy.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

/** It is not called until somebody resumes it. One that is disabled stays so: it is not called either, and says why. */
export async function pauseEndpoint(
  app: App,
  actor: Actor,
  id: string,
  { reason = null }: { readonly reason?: string | null },
): Promise<WebhookEndpoint> {
  return inTransaction(app.db, async (trx) => {
    const row = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    const now = app.clock.now()
    if (row.state !== 'active') return showEndpoint(row, now)
    const paused = { state: 'paused', state_reason: reason, state_since: now, updated_at: now } as const
    const after = await updateEndpoint(trx, row, paused)
    await sayEndpoint(app, trx, actor, after, 'paused', { reason })
    return showEndpoint(after, now)
  })
}
