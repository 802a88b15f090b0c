import type { ApiKey } from '@ils/contract/access'
import { keyRevoked } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { keyFact } from './key-fact.ts'
import { mustManageTheLab } from './policy.ts'
import { showKey } from './show.ts'
import { lockAdministration, lockKey, otherWaysIn, updateKey } from './store.ts'
import { tellAccessChanged } from './tell-access-changed.ts'

/** Takes a key away; it opens nothing from the commit on, on every process. Twice is once. */
export async function revokeKey(app: App, actor: Actor, keyId: string): Promise<ApiKey> {
  mustManageTheLab(actor)
  return inTransaction(app.db, async (trx) => {
    await lockAdministration(trx)
    const held = await lockKey(trx, keyId)
    if (!held) throw new Refusal('not_found', `There is no key ${keyId}`)
    const { key, holder } = held
    if (key.revoked_at) return showKey(held)
    const now = app.clock.now()
    if (holder.roles.includes('admin') && (await otherWaysIn(trx, { keyId }, now)) === 0) {
      throw new Refusal('last_admin', 'This is the last way in for an administrator; make another key first')
    }
    const revoked = await updateKey(trx, key, { revoked_at: now })
    const data = keyFact({ key: revoked, holder })
    await record(
      app,
      trx,
      keyRevoked,
      { subject: keyId, subjectVersion: revoked.version, practice: key.practice, data },
      actor,
    )
    await keepAudit(app, trx, actor, { action: 'key.revoked', subject: keyId, practice: null, detail: data })
    await tellAccessChanged(app, trx)
    return showKey({ key: revoked, holder })
  })
}
