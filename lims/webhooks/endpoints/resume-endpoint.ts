import type { WebhookEndpoint } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { resumeLanes } from '../deliveries/resume-lanes.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

/** It is called again, beginning with what it missed or with what happens next. */
export async function resumeEndpoint(
  app: App,
  actor: Actor,
  id: string,
  { replay, since }: { readonly replay: boolean; readonly since?: string },
): Promise<WebhookEndpoint> {
  mustReadEvents(actor)
  return inTransaction(app.db, async (trx) => {
    const row = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    const now = app.clock.now()
    if (row.state === 'active') return showEndpoint(row, now)
    const active = { state: 'active', state_reason: null, state_since: now, updated_at: now } as const
    const after = await updateEndpoint(trx, row, active)
    await resumeLanes(app, trx, id, { replay, since: since === undefined ? null : new Date(since) })
    await sayEndpoint(app, trx, actor, after, 'resumed', { was: row.state, replay, since: since ?? null })
    return showEndpoint(after, now)
  })
}
