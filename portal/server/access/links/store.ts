import type { Db, Trx } from '@ils/platform/db/database'

export type LinkKind = 'reset' | 'invitation'

interface LinkRow {
  hash: string
  kind: LinkKind
  account_id: string
  ends_at: Date
  used_at: Date | null
}

/** The links before it end: only the newest mail works. */
export async function replaceLink(trx: Trx, link: Omit<LinkRow, 'used_at'>): Promise<void> {
  await trx<LinkRow>('links').where({ account_id: link.account_id, kind: link.kind }).whereNull('used_at').delete()
  await trx('links').insert(link)
}

/** Uses a link up; the account it is for, if it still works. Of two who come with it one gets it. */
export async function takeLink(trx: Trx, hash: string, kind: LinkKind, now: Date): Promise<string | undefined> {
  const [row] = await trx<LinkRow>('links')
    .where({ hash, kind })
    .whereNull('used_at')
    .where('ends_at', '>', now)
    .update({ used_at: now })
    .returning('account_id')
  return row?.account_id
}

export async function endLinks(trx: Trx, accountId: string): Promise<void> {
  await trx<LinkRow>('links').where({ account_id: accountId }).whereNull('used_at').delete()
}

export async function forgetLinks(db: Db, endedBefore: Date): Promise<void> {
  await db('links').where('ends_at', '<', endedBefore).delete()
}
