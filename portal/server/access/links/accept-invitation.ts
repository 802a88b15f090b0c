import { system } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { accountJoined } from '../../../contract/events.ts'
import type { App } from '../../app.ts'
import { accountFact } from '../accounts/show.ts'
import { changeAccountRow, lockAccount } from '../accounts/store.ts'
import { hashPassword } from '../passwords/hash-password.ts'
import { mustBeStrong } from '../passwords/judge-password.ts'
import { hashOfSecret } from '../secret-text.ts'
import { shutOut } from '../sign-ins/open-sign-ins.ts'
import { linkOver } from './finish-reset.ts'
import { takeLink } from './store.ts'

/** Takes up an invitation: whoever has the mail chooses the password. */
export async function acceptInvitation(
  app: App,
  input: { readonly token: string; readonly password: string },
): Promise<{ email: string }> {
  return inTransaction(app.db, async (trx) => {
    const accountId = await takeLink(trx, hashOfSecret(input.token), 'invitation', app.clock.now())
    const before = accountId === undefined ? undefined : await lockAccount(trx, accountId)
    if (before?.password !== null || shutOut(before) !== undefined) throw linkOver()
    mustBeStrong(input.password, before)
    const password = await hashPassword(input.password)
    const account = await changeAccountRow(trx, before, { password, password_at: app.clock.now() })
    const actor = { ...system('invitation'), kind: 'person' as const, id: account.id, name: account.name }
    await record(app, trx, accountJoined, accountFact(account), actor)
    await keepAudit(app, trx, actor, {
      action: 'account.joined',
      subject: account.id,
      practice: account.practice,
      detail: {},
    })
    return { email: account.email }
  })
}
