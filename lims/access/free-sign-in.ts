import type { Trx } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findHolderBySignIn } from './store.ts'

/** One sign-on account is one person: two would count as two pairs of eyes. */
export async function mustBeFreeSignIn(
  trx: Trx,
  signIn: { issuer: string; subject: string },
  holderId: string | null,
): Promise<void> {
  // Two that come at the same moment meet at the lock, not at the unique index.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7))', [`${signIn.issuer}\n${signIn.subject}`])
  const taken = await findHolderBySignIn(trx, signIn.issuer, signIn.subject)
  if (!taken || taken.id === holderId) return
  const message = `this sign-on belongs to ${taken.id} already`
  throw new Refusal('conflict', message, {
    causes: [{ code: 'taken', field: 'body.signIn', message, value: signIn.subject }],
  })
}
