import type { NewWebhookSecret } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import type { App } from '../../app.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { seal } from '../signing/open-secrets.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

const HOUR_MS = 3_600_000

/** A new secret; the old one signs too for the overlap, so that a receiver can change over without losing anything. */
export async function rotateSecret(
  app: App,
  actor: Actor,
  id: string,
  { overlapHours }: { readonly overlapHours: number },
): Promise<NewWebhookSecret> {
  // A new secret is as good as a new endpoint: with it somebody else could be told.
  mustReadEvents(actor)
  return inTransaction(app.db, async (trx) => {
    const row = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    const key = makeSigningKey(row.signing)
    const now = app.clock.now()
    const overlaps = overlapHours > 0
    const after = await updateEndpoint(trx, row, {
      ...{ secret: seal(app, id, key.secret), public_key: key.publicKey, updated_at: now },
      secret_before: overlaps ? row.secret : null,
      public_key_before: overlaps ? row.public_key : null,
      secret_before_until: overlaps ? new Date(now.getTime() + overlapHours * HOUR_MS) : null,
    })
    await sayEndpoint(app, trx, actor, after, 'rotated', { overlapHours })
    return { ...showEndpoint(after, now), secret: key.publicKey === null ? key.secret : null }
  })
}
