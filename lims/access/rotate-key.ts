import type { NewKey } from '@ils/contract/access'
import { keyRotated } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { keyFact } from './key-fact.ts'
import { makeKey } from './make-key.ts'
import { mustManageTheLab } from './policy.ts'
import { lockKey, updateKey, type KeyRow } from './store.ts'
import { tellAccessChanged } from './tell-access-changed.ts'

/** Replaces a key by a new one like it; the old one works on for the overlap, so that nothing stands still. */
export async function rotateKey(
  app: App,
  actor: Actor,
  keyId: string,
  input: { overlapMinutes: number },
): Promise<NewKey> {
  mustManageTheLab(actor)
  return inTransaction(app.db, async (trx) => {
    const held = await lockKey(trx, keyId)
    if (!held) throw new Refusal('not_found', `There is no key ${keyId}`)
    const now = app.clock.now()
    mustBeUsable(held.key, now)
    const { key, holder } = held
    const made = await makeKey({ ...app, db: trx }, actor, {
      holderId: holder.id,
      label: key.label,
      practice: key.practice,
      requestsPerMinute: key.requests_per_minute,
      expiresAt: renewedExpiry(key, now),
      ...(key.scopes ? { scopes: key.scopes } : {}),
    })
    const overlapEnd = new Date(now.getTime() + input.overlapMinutes * 60_000)
    const worksUntil = key.expires_at && key.expires_at < overlapEnd ? key.expires_at : overlapEnd
    const old = await updateKey(trx, key, { rotated_to: made.key.id, expires_at: worksUntil })
    const data = { ...keyFact({ key: old, holder }), replacedBy: made.key.id, worksUntil: worksUntil.toISOString() }
    await record(
      app,
      trx,
      keyRotated,
      { subject: key.id, subjectVersion: old.version, practice: key.practice, data },
      actor,
    )
    await keepAudit(app, trx, actor, { action: 'key.rotated', subject: key.id, practice: null, detail: data })
    await tellAccessChanged(app, trx)
    return made
  })
}

function mustBeUsable(key: KeyRow, now: Date): void {
  if (key.revoked_at) throw new Refusal('key_not_usable', 'The key is revoked; make a new one')
  if (key.expires_at && key.expires_at <= now)
    throw new Refusal('key_not_usable', 'The key has expired; make a new one')
  if (key.rotated_to) throw new Refusal('key_not_usable', `The key was rotated already, to ${key.rotated_to}`)
}

/** A key that was made to last a time gets the same time again. */
function renewedExpiry(key: KeyRow, now: Date): string | null {
  if (!key.expires_at) return null
  return new Date(now.getTime() + (key.expires_at.getTime() - key.created_at.getTime())).toISOString()
}
