import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { Account } from '../../../contract/accounts.ts'
import { accountInvited } from '../../../contract/events.ts'
import type { Role } from '../../../contract/roles.ts'
import type { Language } from '../../../contract/shapes.ts'
import type { App } from '../../app.ts'
import { replaceLink } from '../links/store.ts'
import { mailTexts } from '../mails/texts.ts'
import { writeMail } from '../mails/write-mail.ts'
import { mustManage, mustMayGive } from '../policy.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { accountFact, showAccount } from './show.ts'
import { insertAccount, lockAccount, type AccountRow } from './store.ts'

const INVITATION_DAYS = 7
const DAY_MS = 86_400_000

export interface InviteAccount {
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly practice: string | null
  readonly leads: boolean
  readonly language?: Language
}

/** Makes an account that waits for its owner, and writes to them. Whether the practice is there is for whoever asks. */
export async function inviteAccount(app: App, actor: Actor, input: InviteAccount): Promise<Account> {
  mustMayGive(actor, input)
  return inTransaction(app.db, async (trx) => {
    const { name, email, practice, leads } = input
    const language = input.language ?? 'en'
    const about = { name, email, roles: [...input.roles], practice, leads, language }
    const account = await insertAccount(trx, { ...about, id: app.ids('acc'), created_at: app.clock.now() })
    if (!account) {
      const message = 'Somebody has this address already'
      throw new Refusal('conflict', message, { causes: [{ code: 'taken', field: 'body.email', message }] })
    }
    await writeInvitation(app, trx, account)
    await record(app, trx, accountInvited, accountFact(account), actor)
    await keepAudit(app, trx, actor, {
      action: 'account.invited',
      subject: account.id,
      practice,
      detail: { roles: account.roles, leads },
    })
    return showAccount(account)
  })
}

export async function inviteAgain(app: App, actor: Actor, accountId: string): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    const account = await lockAccount(trx, accountId)
    mustManage(actor, account, accountId)
    if (account.password !== null || account.issuer !== null)
      throw new Refusal('already_so', 'They have been here: “Forgotten password” sends them a link')
    await writeInvitation(app, trx, account)
    const detail = { again: true }
    await keepAudit(app, trx, actor, {
      action: 'account.invited',
      subject: accountId,
      practice: account.practice,
      detail,
    })
  })
}

async function writeInvitation(app: App, trx: Trx, account: AccountRow): Promise<void> {
  const secret = freshSecret()
  const ends_at = new Date(app.clock.now().getTime() + INVITATION_DAYS * DAY_MS)
  await replaceLink(trx, { hash: hashOfSecret(secret), kind: 'invitation', account_id: account.id, ends_at })
  const url = `${app.url()}/invitation#${secret}`
  await writeMail(app, trx, account.email, mailTexts[account.language].invitation(account.name, url, INVITATION_DAYS))
}
