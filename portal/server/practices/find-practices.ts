import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import type { Practice } from '../../contract/practices.ts'
import type { App } from '../app.ts'
import { mustSeePractice, noPractice } from './policy.ts'
import { showPractice } from './show.ts'
import { findPractice, lastTerms, type PracticeRow, type PracticeWithTerms } from './store.ts'

export async function withTerms(db: Db, rows: readonly PracticeRow[]): Promise<PracticeWithTerms[]> {
  const accepted = await lastTerms(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((practice) => ({ practice, terms: accepted.find((one) => one.practice === practice.id) }))
}

export async function showWithTerms(db: Db, row: PracticeRow): Promise<Practice> {
  const [found] = await withTerms(db, [row])
  return showPractice(found ?? { practice: row, terms: undefined })
}

/** One practice, by somebody who may see it. */
export async function getPractice(app: App, actor: Actor, id: string): Promise<Practice> {
  mustSeePractice(actor, id)
  const row = await findPractice(app.db, id)
  if (!row) throw noPractice(id)
  return showWithTerms(app.db, row)
}
