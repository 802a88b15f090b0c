import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { Mail, MailKind } from '../../../contract/accounts.ts'
import type { App } from '../../app.ts'
import { findMail, listMailRows, type MailRow } from './store.ts'
import { readMail } from './write-mail.ts'

/** Links of some mails open accounts: only who may give any access reads those. */
const kindsFor = (actor: Actor): readonly MailKind[] =>
  actor.scopes.includes('accounts:write') ? ['access', 'order'] : ['order']

/** The newest mails. Where a mail server sends them nobody else reads what they say. */
export async function listMails(
  app: App,
  actor: Actor,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<MailRow[]> {
  return listMailRows(app.db, { ...page, kinds: kindsFor(actor) })
}

export function showMail(app: App, row: MailRow): Mail {
  const read = app.settings.mailServer === null ? readMail(app, row) : null
  return {
    ...{ id: row.id, kind: row.kind, to: row.recipient, tries: row.tries, trouble: row.trouble },
    state: stateOf(app, row),
    subject: read?.subject ?? null,
    text: read?.text ?? null,
    hasHtml: read?.html !== undefined,
    writtenAt: row.written_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
  }
}

function stateOf(app: App, { sent_at, given_up_at }: MailRow): Mail['state'] {
  if (sent_at !== null) return 'sent'
  if (given_up_at !== null) return 'given_up'
  return app.settings.mailServer === null ? 'kept' : 'waiting'
}

/** A mail as whoever gets it sees it. */
export async function mailAsPage(app: App, actor: Actor, mailId: string): Promise<string> {
  // As above: where they are really sent they are not for others.
  if (app.settings.mailServer !== null) throw new Refusal('not_found', 'Mails are sent by the mail server here')
  const row = await findMail(app.db, mailId)
  const html = row && kindsFor(actor).includes(row.kind) ? readMail(app, row).html : undefined
  if (html === undefined) throw new Refusal('not_found', `There is no mail ${mailId} that is a page`)
  return html
}
