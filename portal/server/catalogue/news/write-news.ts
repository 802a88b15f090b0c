import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { CatalogueNews } from '../../../contract/news.ts'
import { catalogueToldOf } from '../../../contract/order-events.ts'
import type { App } from '../../app.ts'
import { newsBetween } from './news-between.ts'
import { dropNews, listNews, lockUncompared, putChanges, type NewsRow } from './store.ts'

/**
 * Compares each part that was replaced with the one that came after it, the last of them with what is in force now. Where
 * nobody who orders would notice, there is no news.
 */
export async function writeNews(app: App, newsId: string): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    // The one before is compared with what the next one has laid aside, so they go together.
    const rows = await lockUncompared(trx, newsId)
    for (const [at, row] of rows.entries()) {
      const [before, after] = [row.rulebook_before, rows[at + 1]?.rulebook_before ?? row.in_force]
      if (before !== null && after !== null) await tellChanges(app, trx, row, before, after)
    }
  })
}

async function tellChanges(app: App, trx: Trx, row: NewsRow, before: string, after: string): Promise<void> {
  const { id, practice, release, at } = row
  // Both are rulebooks that the LIMS had checked.
  const [old, fresh] = [JSON.parse(before) as Rulebook, JSON.parse(after) as Rulebook]
  const changes = newsBetween(old, fresh, at.toISOString().slice(0, 10))
  if (changes.entries.length + changes.rules.length === 0) return dropNews(trx, id)
  await putChanges(trx, id, changes)
  const whose = practice === '' ? null : practice
  const fact = { subject: `catalogue-news:${practice}`, subjectVersion: release, practice: whose, data: { release } }
  await record(app, trx, catalogueToldOf, fact, system('catalogue'))
}

/** The newest news of a practice. */
export async function newsOf(app: App, practice: string | null): Promise<CatalogueNews[]> {
  const rows = await listNews(app.db, practice ?? '')
  return rows.flatMap(({ id, release, release_before: before, at, changes }) =>
    changes === null ? [] : [{ id, release, before, at: at.toISOString(), ...changes }],
  )
}
