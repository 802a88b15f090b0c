import { keepAudit } from '@ils/platform/audit/keep-audit'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { findAccountByEmail } from '../accounts/store.ts'
import { countWrongTry, forgetWrongTries, mustNotBeLockedOut } from '../lock-outs/guard-tries.ts'
import { passwordFits } from '../passwords/hash-password.ts'
import { shutOut } from './open-sign-ins.ts'
import { startSignIn, type From, type SignedIn } from './start-sign-in.ts'

/** Signs in with address and password. No answer tells whether an address is known. */
export async function signIn(
  app: App,
  input: { readonly email: string; readonly password: string },
  from: From,
): Promise<SignedIn> {
  const tries = { account: input.email, address: from.address }
  await mustNotBeLockedOut(app, tries)
  const account = await findAccountByEmail(app.db, input.email)
  const fits = await passwordFits(account?.password, input.password)
  if (!account || !fits) {
    await countWrongTry(app, tries)
    if (account) {
      await keepAudit(app, app.pool, system('sign-in'), {
        action: 'sign_in.refused',
        subject: account.id,
        practice: account.practice,
        outcome: 'refused',
        detail: { why: 'wrong password', from: from.address },
      })
    } else app.refusalCounter.add('wrong_sign_in', 'POST /api/sign-in')
    throw new Refusal('wrong_sign_in', 'The address and the password do not belong together')
  }
  const shut = shutOut(account)
  if (shut !== undefined) throw new Refusal('wrong_sign_in', shut)
  return inTransaction(app.db, async (trx) => {
    const asksCode = account.two_step_since !== null
    // Codes are guessed against the same count: it is forgotten when the whole sign-in is done.
    if (!asksCode) await forgetWrongTries({ ...app, db: trx }, tries)
    return startSignIn(app, trx, account, { from, state: asksCode ? 'code' : 'open', by: 'password' })
  })
}
