import type { CheckSummary } from '@ils/contract/drafts'
import type { Db } from '@ils/platform/db/database'
import type { Finding } from '@ils/rules/analysis/finding'
import type { FailedCase } from './check-content.ts'

export interface CheckRow {
  hash: string
  state: Exclude<CheckSummary['state'], 'waiting'>
  errors: number
  warnings: number
  advice: number
  accepted: number
  cases_passed: number
  cases_failed: number
  findings: Finding[]
  failed_cases: FailedCase[]
  seconds: number | null
  at: Date
}

export async function findCheckState(db: Db, hash: string): Promise<CheckRow['state'] | undefined> {
  return (await db<CheckRow>('rulebook_checks').where({ hash }).first('state'))?.state
}

/** The check of the newest version that has one, with that version. */
export async function findLastCheck(db: Db, draftId: string): Promise<(CheckRow & { version: number }) | undefined> {
  const { rows } = await db.raw<{ rows: (CheckRow & { version: number })[] }>(
    `select c.*, e.version
       from draft_edits e join rulebook_checks c on c.hash = coalesce(e.content_hash, e.hash)
      where e.draft_id = ? order by e.version desc limit 1`,
    [draftId],
  )
  return rows[0]
}

/** Whether any draft is at this content now: else it was edited before its turn came, and nobody looks at what is found. */
export async function isHeld(db: Db, hash: string): Promise<boolean> {
  return (await db('drafts').where({ hash }).orWhere({ good_hash: hash }).first('id')) !== undefined
}

/** Drafts that hold this content now and may still move. */
export async function findOpenDraftsWith(
  db: Db,
  hash: string,
): Promise<{ id: string; name: string; version: number }[]> {
  const { rows } = await db.raw<{ rows: { id: string; name: string; version: number }[] }>(
    `select d.id, d.name, d.version from drafts d
      where d.hash = ? and d.discarded_at is null and not exists (select from releases r where r.draft_id = d.id)
      order by d.id`,
    [hash],
  )
  return rows
}
