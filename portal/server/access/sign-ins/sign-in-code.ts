import { inTransaction } from '@ils/platform/db/transaction'
import { CredentialsRefused, Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { lockAccount } from '../accounts/store.ts'
import { countWrongTry, forgetWrongTries, mustNotBeLockedOut } from '../lock-outs/guard-tries.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { takeCode } from '../two-step/take-code.ts'
import { cookieOf, secretInCookie } from './cookie.ts'
import { actorOf, refuseOver } from './open-sign-ins.ts'
import { showMe } from './show.ts'
import { noteSignedIn, type From, type SignedIn } from './start-sign-in.ts'
import { findSignIn, rotateSignIn, type SignInRow } from './store.ts'
import { SIGN_IN_LIVES_MS } from './times.ts'

/** The second step. The cookie of the first one opened nothing; now there is another. */
export async function signInCode(app: App, code: string, from: From): Promise<SignedIn> {
  const now = app.clock.now()
  const before = secretInCookie(from.headers, app.url())
  const held = before === '' ? undefined : await findSignIn(app.pool, hashOfSecret(before), now)
  if (held?.signIn.state !== 'code') throw new CredentialsRefused('Begin with address and password')
  refuseOver(held, actorOf(held), now)
  const tries = { account: held.account.email, address: from.address }
  await mustNotBeLockedOut(app, tries)
  const done = await inTransaction(app.db, async (trx) => {
    const account = await lockAccount(trx, held.account.id)
    const taken = account && (await takeCode(app, trx, account, code))
    if (!taken) return undefined
    const secret = freshSecret()
    const opened = {
      hash: hashOfSecret(secret),
      // The first half's cookie ends at once: nothing is on its way with it.
      last_hash: null,
      last_until: null,
      state: 'open' as const,
      rotated_at: now,
      used_at: now,
      ends_at: new Date(now.getTime() + SIGN_IN_LIVES_MS),
    }
    if (!(await rotateSignIn(trx, held.signIn, opened))) return undefined
    await forgetWrongTries({ ...app, db: trx }, tries)
    const signIn: SignInRow = { ...held.signIn, ...opened }
    await noteSignedIn(app, trx, { signIn, account: taken.account }, taken.by)
    return { secret, me: showMe({ signIn, account: taken.account }) }
  })
  if (!done) {
    await countWrongTry(app, tries)
    throw new Refusal('wrong_code', 'The code is not right, or was used before')
  }
  return { next: 'done', me: done.me, cookie: cookieOf(done.secret, app.url()) }
}
