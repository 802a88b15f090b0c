import type { NewKey } from '@ils/contract/access'
import { keyMade } from '@ils/contract/events'
import { scopesOf, type Scope } from '@ils/contract/roles'
import { DEFAULT_REQUESTS_PER_MINUTE, type Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { keyFact } from './key-fact.ts'
import { makeKeyText } from './key-text.ts'
import { mustFitHolder, mustHaveWhatTheyGive, mustManageTheLab } from './policy.ts'
import { showKey } from './show.ts'
import { findHolder, insertKey, type KeyRow } from './store.ts'

export interface MakeKey {
  readonly holderId: string
  readonly label: string
  readonly scopes?: readonly Scope[]
  readonly practice?: string | null
  readonly requestsPerMinute?: number
  readonly expiresAt?: string | null
}

/** Makes a key for a holder. The answer is the only place where its secret ever stands. */
export async function makeKey(app: App, actor: Actor, input: MakeKey): Promise<NewKey> {
  mustManageTheLab(actor)
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null
  mustLieAhead(expiresAt, app.clock.now())
  return inTransaction(app.db, async (trx) => {
    const holder = await findHolder(trx, input.holderId)
    if (!holder) throw new Refusal('not_found', `There is no holder ${input.holderId}`)
    const scopes = input.scopes ? [...input.scopes] : null
    const practice = input.practice ?? holder.practice
    mustFitHolder({ scopes, practice }, holder)
    mustHaveWhatTheyGive(actor, scopes ?? scopesOf(holder.roles), 'body.scopes')
    const text = makeKeyText()
    const key: KeyRow = {
      id: app.ids('key'),
      holder_id: holder.id,
      label: input.label,
      prefix: text.prefix,
      hash: text.hash,
      scopes,
      practice,
      requests_per_minute: input.requestsPerMinute ?? DEFAULT_REQUESTS_PER_MINUTE,
      expires_at: expiresAt,
      last_used_at: null,
      rotated_to: null,
      revoked_at: null,
      version: 1,
      created_at: app.clock.now(),
    }
    await insertKey(trx, key)
    const data = keyFact({ key, holder })
    await record(app, trx, keyMade, { subject: key.id, subjectVersion: 1, practice, data }, actor)
    await keepAudit(app, trx, actor, {
      action: 'key.made',
      subject: key.id,
      practice: null,
      detail: { ...data, practice },
    })
    return { key: showKey({ key, holder }), secret: text.secret }
  })
}

function mustLieAhead(expiresAt: Date | null, now: Date): void {
  if (expiresAt === null || expiresAt > now) return
  const message = 'body.expiresAt must lie in the future'
  throw new Refusal('invalid_request', message, {
    causes: [
      { code: 'past', field: 'body.expiresAt', message, value: expiresAt.toISOString(), limit: now.toISOString() },
    ],
  })
}
