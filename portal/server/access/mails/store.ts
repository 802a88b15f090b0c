import type { Db } from '@ils/platform/db/database'
import type { MailKind } from '../../../contract/accounts.ts'

export interface MailRow {
  id: string
  kind: MailKind
  recipient: string
  sealed: string
  written_at: Date
  sent_at: Date | null
  tries: number
  trouble: string | null
  given_up_at: Date | null
}

export async function insertMail(
  db: Db,
  mail: Pick<MailRow, 'id' | 'kind' | 'recipient' | 'sealed' | 'written_at'>,
): Promise<void> {
  await db('mails').insert(mail)
}

export async function findMail(db: Db, id: string): Promise<MailRow | undefined> {
  return db<MailRow>('mails').where({ id }).first()
}

export async function noteMail(
  db: Db,
  id: string,
  changes: Partial<Pick<MailRow, 'sent_at' | 'tries' | 'trouble' | 'given_up_at'>>,
): Promise<void> {
  await db<MailRow>('mails').where({ id }).update(changes)
}

export async function listMailRows(
  db: Db,
  page: { after: string | undefined; limit: number; kinds: readonly MailKind[] },
): Promise<MailRow[]> {
  const query = db<MailRow>('mails')
    .whereIn('kind', [...page.kinds])
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.after !== undefined) void query.where('id', '<', page.after)
  return query
}

export async function forgetMails(db: Db, writtenBefore: Date): Promise<void> {
  await db('mails').where('written_at', '<', writtenBefore).delete()
}
