import { effectiveScopes } from './show.ts'
import type { HeldKey } from './store.ts'

/** What events and the audit trail say of a key. */
export function keyFact(held: HeldKey) {
  return {
    keyId: held.key.id,
    holderId: held.holder.id,
    prefix: held.key.prefix,
    scopes: effectiveScopes(held),
    expiresAt: held.key.expires_at?.toISOString() ?? null,
  }
}
