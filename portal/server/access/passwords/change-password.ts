import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { myAccount } from '../accounts/my-account.ts'
import { lockAccount } from '../accounts/store.ts'
import { mustKnowPassword } from './must-know-password.ts'
import { setPassword } from './set-password.ts'

/** Somebody changes their own password, and stays signed in here. */
export async function changePassword(
  app: App,
  actor: Actor,
  input: { readonly current: string; readonly next: string },
  address: string,
): Promise<void> {
  const account = await myAccount(app, actor)
  await mustKnowPassword(app, account, input.current, address)
  await inTransaction(app.db, async (trx) => {
    const now = (await lockAccount(trx, account.id)) ?? account
    await setPassword(app, trx, actor, now, { password: input.next, by: 'change', keep: actor.keyId })
  })
}
