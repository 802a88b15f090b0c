import { inTransaction } from '@ils/platform/db/transaction'
import { GiveUp, type RunningTask } from '@ils/platform/queue/task'
import { createTransport } from 'nodemailer'
import type { App } from '../../app.ts'
import { sendMailTask } from '../tasks.ts'
import { findMail, noteMail } from './store.ts'
import { readMail } from './write-mail.ts'

const TIMEOUT_MS = 20_000
const LONGEST_TROUBLE = 300

/** Hands a mail to the mail server. One that was taken just before a crash goes twice: mail servers know a repeat by its Message-ID. */
export async function sendMail(app: App, task: RunningTask<{ mailId: string }>): Promise<void> {
  const { mailServer, mailFrom } = app.settings
  const mail = await findMail(app.db, task.data.mailId)
  if (mail?.sent_at !== null || mailServer === null) return
  const timing = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }
  const transport = createTransport({ url: mailServer, ...timing })
  const tries = mail.tries + 1
  try {
    const { subject, text, html, unsubscribeAt } = readMail(app, mail)
    const messageId = `<${mail.id}@${new URL(app.url()).hostname}>`
    await transport.sendMail({
      ...{ from: mailFrom, to: mail.recipient, subject, text, messageId },
      ...(html === undefined ? {} : { html }),
      ...(unsubscribeAt === undefined ? {} : { list: { unsubscribe: unsubscribeAt } }),
    })
  } catch (error) {
    const final = isFinal(error)
    const given_up_at = final || task.attempt >= sendMailTask.attempts ? app.clock.now() : null
    const trouble = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_TROUBLE)
    await noteMail(app.db, mail.id, { tries, trouble, given_up_at })
    // 5xx is the server's word that it will never take this one (RFC 5321, 4.2.1).
    if (final) throw new GiveUp('the mail server refuses this mail for good', { cause: error })
    throw error
  } finally {
    transport.close()
  }
  await inTransaction(app.db, async (trx) => {
    await noteMail(trx, mail.id, { sent_at: app.clock.now(), tries, trouble: null })
    await task.settle(trx)
  })
}

function isFinal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  // A wrong password of ours is answered by 535: that heals when somebody corrects the setting.
  return code >= 500 && code !== 535
}
