import { inTransaction } from '@ils/platform/db/transaction'
import type { RunningTask } from '@ils/platform/queue/task'
import type { App } from '../../app.ts'
import { findAccountByEmail } from '../accounts/store.ts'
import { countWrongTry, mustNotBeLockedOut } from '../lock-outs/guard-tries.ts'
import { mailTexts } from '../mails/texts.ts'
import { writeMail } from '../mails/write-mail.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { shutOut } from '../sign-ins/open-sign-ins.ts'
import { prepareResetTask } from '../tasks.ts'
import { replaceLink } from './store.ts'

const RESET_MINUTES = 30
const PURPOSE = 'reset-asked'

/** Takes the wish for a new password. A task looks whether there is such an account: the answer cannot tell, nor its time. */
export async function askReset(app: App, email: string, address: string): Promise<void> {
  const tries = { account: `reset ${email}`, address: `reset ${address}` }
  await mustNotBeLockedOut(app, tries)
  // Each counts, right or wrong: nobody fills the mailbox of somebody else.
  await countWrongTry(app, tries)
  const data = { sealed: app.sealer.seal(email, PURPOSE) }
  await app.queue.enqueue(app.db, prepareResetTask, { uniqueId: app.ids('rst'), data })
}

/** Writes the mail, if there is such an account and it may come in. */
export async function prepareReset(app: App, task: RunningTask<{ sealed: string }>): Promise<void> {
  const email = app.sealer.open(task.data.sealed, PURPOSE).toString('utf8')
  await inTransaction(app.db, async (trx) => {
    const account = await findAccountByEmail(trx, email)
    // Whoever is invited and not here yet gets the invitation again by whoever invited them.
    if (account?.password && shutOut(account) === undefined) {
      const secret = freshSecret()
      const ends_at = new Date(app.clock.now().getTime() + RESET_MINUTES * 60_000)
      await replaceLink(trx, { hash: hashOfSecret(secret), kind: 'reset', account_id: account.id, ends_at })
      // After the #: it never reaches a log of a proxy, nor a Referer.
      const url = `${app.url()}/reset#${secret}`
      await writeMail(app, trx, account.email, mailTexts[account.language].reset(account.name, url, RESET_MINUTES))
    }
    await task.settle(trx)
  })
}
