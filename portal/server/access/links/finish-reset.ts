import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { lockAccount } from '../accounts/store.ts'
import { setPassword } from '../passwords/set-password.ts'
import { hashOfSecret } from '../secret-text.ts'
import { shutOut } from '../sign-ins/open-sign-ins.ts'
import { takeLink } from './store.ts'

export const linkOver = (): Refusal =>
  new Refusal('link_over', 'This link was used, replaced, or is too old: ask for another one')

/** Sets a new password by the link of a mail. A password that is refused leaves the link as it was. */
export async function finishReset(
  app: App,
  input: { readonly token: string; readonly password: string },
): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    const accountId = await takeLink(trx, hashOfSecret(input.token), 'reset', app.clock.now())
    const account = accountId === undefined ? undefined : await lockAccount(trx, accountId)
    if (!account || shutOut(account) !== undefined) throw linkOver()
    await setPassword(app, trx, system('reset'), account, { password: input.password, by: 'reset', keep: null })
  })
}
