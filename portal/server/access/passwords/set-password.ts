import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { changeAccountRow, type AccountRow } from '../accounts/store.ts'
import { endLinks } from '../links/store.ts'
import { mailTexts } from '../mails/texts.ts'
import { writeMail } from '../mails/write-mail.ts'
import { endSignInsOf } from '../sign-ins/store.ts'
import { hashPassword } from './hash-password.ts'
import { mustBeStrong } from './judge-password.ts'

/** Gives an account another password: every other sign-in and every link ends, and its owner is told. */
export async function setPassword(
  app: App,
  trx: Trx,
  actor: Actor,
  account: AccountRow,
  { password, by, keep }: { readonly password: string; readonly by: 'reset' | 'change'; readonly keep: string | null },
): Promise<AccountRow> {
  mustBeStrong(password, account)
  const at = app.clock.now()
  const changed = await changeAccountRow(trx, account, { password: await hashPassword(password), password_at: at })
  await endSignInsOf(trx, account.id, at, keep)
  await endLinks(trx, account.id)
  await writeMail(app, trx, account.email, mailTexts[account.language].passwordChanged(account.name))
  const detail = { by }
  await keepAudit(app, trx, actor, { action: 'password.set', subject: account.id, practice: account.practice, detail })
  return changed
}
