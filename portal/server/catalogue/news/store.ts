import type { Db, Trx } from '@ils/platform/db/database'
import type { CatalogueNews } from '../../../contract/news.ts'

export type Changes = Pick<CatalogueNews, 'entries' | 'rules' | 'more'>

export interface NewsRow {
  id: string
  practice: string
  release: number
  release_before: number
  at: Date
  rulebook_before: string | null
  changes: Changes | null
}

interface Uncompared extends NewsRow {
  in_force: string | null
}

const MOST_LISTED = 20

/** Lays the part that is about to be replaced aside; it is compared later, so that nobody waits for it. */
export async function layAside(
  trx: Trx,
  row: Pick<NewsRow, 'id' | 'practice' | 'release' | 'release_before' | 'at'> & { readonly rulebook: string },
): Promise<void> {
  const { rulebook, ...about } = row
  await trx<NewsRow>('catalogue_news').insert({ ...about, rulebook_before: rulebook, changes: null })
}

/** What of the same practice is not compared yet, in the order in which it came, and what is in force at that moment. */
export async function lockUncompared(trx: Trx, id: string): Promise<Uncompared[]> {
  const { rows } = await trx.raw<{ rows: Uncompared[] }>(
    `select n.*, p.rulebook as in_force
       from catalogue_news n left join ordering_parts p on p.practice = n.practice
      where n.changes is null and n.practice = (select practice from catalogue_news where id = ?)
      order by n.at, n.id for update of n`,
    [id],
  )
  return rows
}

export async function putChanges(trx: Trx, id: string, changes: Changes): Promise<void> {
  await trx('catalogue_news')
    .where({ id })
    .update({ changes: JSON.stringify(changes), rulebook_before: null })
}

export async function dropNews(trx: Trx, id: string): Promise<void> {
  await trx<NewsRow>('catalogue_news').where({ id }).delete()
}

export async function listNews(db: Db, practice: string): Promise<NewsRow[]> {
  return db<NewsRow>('catalogue_news')
    .where({ practice })
    .whereNotNull('changes')
    .orderBy('id', 'desc')
    .limit(MOST_LISTED)
    .select('id', 'practice', 'release', 'release_before', 'at', 'changes')
}
