import type { Db, Trx } from '@ils/platform/db/database'
import type { Branch, Practice, Preferences } from '../../contract/practices.ts'

export interface PracticeRow {
  id: string
  name: string
  phone: string | null
  email: string | null
  address: Practice['address']
  licence: Practice['licence']
  preferences: Preferences
  closed_at: Date | null
  version: number
  created_at: Date
}

export interface BranchRow {
  id: string
  practice: string
  name: string
  phone: string | null
  address: Branch['address']
  closed_at: Date | null
  version: number
  created_at: Date
}

interface TermsRow {
  id: string
  practice: string
  terms_version: string
  account_id: string
  account_name: string
  at: Date
}

export interface PracticeWithTerms {
  readonly practice: PracticeRow
  readonly terms: TermsRow | undefined
}

/** False where there is one of this id already. */
export async function insertPractice(db: Db, row: PracticeRow): Promise<boolean> {
  const written = await db('practices').insert(row).onConflict('id').ignore().returning('id')
  return written.length === 1
}

export async function findPractice(db: Db, id: string): Promise<PracticeRow | undefined> {
  return db<PracticeRow>('practices').where({ id }).first()
}

export async function lockPractice(trx: Trx, id: string): Promise<PracticeRow | undefined> {
  return trx<PracticeRow>('practices').where({ id }).forUpdate().first()
}

export async function updatePractice(
  trx: Trx,
  before: PracticeRow,
  changes: Partial<PracticeRow>,
): Promise<PracticeRow> {
  const version = before.version + 1
  await trx<PracticeRow>('practices')
    .where({ id: before.id })
    .update({ ...changes, version })
  return { ...before, ...changes, version }
}

export async function listPracticeRows(
  db: Db,
  page: { after: string | undefined; limit: number; only: string | null },
): Promise<PracticeRow[]> {
  const query = db<PracticeRow>('practices').orderBy('id').limit(page.limit)
  if (page.after !== undefined) void query.where('id', '>', page.after)
  if (page.only !== null) void query.where({ id: page.only })
  return query
}

export async function lastTerms(db: Db, practices: readonly string[]): Promise<TermsRow[]> {
  return db<TermsRow>('terms_accepted')
    .distinctOn('practice')
    .whereIn('practice', [...practices])
    .orderBy([{ column: 'practice' }, { column: 'at', order: 'desc' }])
}

export async function insertTerms(trx: Trx, row: TermsRow): Promise<void> {
  await trx('terms_accepted').insert(row)
}

export async function insertBranch(trx: Trx, row: BranchRow): Promise<void> {
  await trx('branches').insert(row)
}

export async function listBranchRows(db: Db, practice: string): Promise<BranchRow[]> {
  return db<BranchRow>('branches').where({ practice }).orderBy(['name', 'id'])
}

export async function findBranch(db: Db, practice: string, id: string): Promise<BranchRow | undefined> {
  return db<BranchRow>('branches').where({ practice, id }).first()
}

export async function lockBranch(trx: Trx, practice: string, id: string): Promise<BranchRow | undefined> {
  return trx<BranchRow>('branches').where({ practice, id }).forUpdate().first()
}

export async function updateBranch(trx: Trx, before: BranchRow, changes: Partial<BranchRow>): Promise<BranchRow> {
  const version = before.version + 1
  await trx<BranchRow>('branches')
    .where({ id: before.id })
    .update({ ...changes, version })
  return { ...before, ...changes, version }
}
