import type { Trx } from '@ils/platform/db/database'
import type { MailKind } from '../../../contract/accounts.ts'
import type { App } from '../../app.ts'
import { sendMailTask } from '../tasks.ts'
import { insertMail, type MailRow } from './store.ts'

export interface MailText {
  readonly subject: string
  readonly text: string
  /** The same for those who read mails as pages. */
  readonly html?: string
  /** Where whoever gets it says that they want no more of its kind (RFC 2369). */
  readonly unsubscribeAt?: string
}

/** Writes a mail in the transaction of what it is about; a task sends it after the commit. Answers its id. */
export async function writeMail(
  app: App,
  trx: Trx,
  to: string,
  mail: MailText,
  kind: MailKind = 'access',
): Promise<string> {
  const id = app.ids('eml')
  const sealed = app.sealer.seal(JSON.stringify(mail), purposeOf(id))
  await insertMail(trx, { id, kind, recipient: to, sealed, written_at: app.clock.now() })
  if (app.settings.mailServer !== null)
    await app.queue.enqueue(trx, sendMailTask, { uniqueId: id, data: { mailId: id } })
  return id
}

export function readMail(app: Pick<App, 'sealer'>, { id, sealed }: Pick<MailRow, 'id' | 'sealed'>): MailText {
  // What was sealed here was a MailText.
  return JSON.parse(app.sealer.open(sealed, purposeOf(id)).toString('utf8')) as MailText
}

const purposeOf = (id: string): string => `mail ${id}`
