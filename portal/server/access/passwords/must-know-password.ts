import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import type { AccountRow } from '../accounts/store.ts'
import { countWrongTry, mustNotBeLockedOut } from '../lock-outs/guard-tries.ts'
import { passwordFits } from './hash-password.ts'

/** Asks somebody who is signed in for the password once more: before what a borrowed screen must not do. */
export async function mustKnowPassword(
  app: App,
  account: AccountRow,
  password: string,
  address: string,
): Promise<void> {
  const tries = { account: account.email, address }
  await mustNotBeLockedOut(app, tries)
  if (await passwordFits(account.password, password)) return
  await countWrongTry(app, tries)
  throw new Refusal('wrong_sign_in', 'The password is not right')
}
