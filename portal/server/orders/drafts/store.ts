import type { Db, Trx } from '@ils/platform/db/database'

export interface DraftRow {
  id: string
  practice: string
  patient_id: string | null
  sealed: string
  by_name: string
  version: number
  saved_at: Date
}

const MOST_LISTED = 50

export async function insertDraft(trx: Db, row: DraftRow): Promise<void> {
  await trx<DraftRow>('order_drafts').insert(row)
}

export async function findDraft(db: Db, practice: string, id: string): Promise<DraftRow | undefined> {
  return db<DraftRow>('order_drafts').where({ id, practice }).first()
}

export async function lockDraft(trx: Trx, practice: string, id: string): Promise<DraftRow | undefined> {
  return trx<DraftRow>('order_drafts').where({ id, practice }).forUpdate().first()
}

export async function updateDraft(trx: Trx, row: DraftRow): Promise<void> {
  await trx<DraftRow>('order_drafts').where({ id: row.id }).update(row)
}

export async function listDraftRows(db: Db, practice: string): Promise<DraftRow[]> {
  return db<DraftRow>('order_drafts').where({ practice }).orderBy('saved_at', 'desc').limit(MOST_LISTED)
}

export async function deleteDraft(db: Db, practice: string, id: string): Promise<boolean> {
  return (await db<DraftRow>('order_drafts').where({ id, practice }).delete()) > 0
}

export async function deleteOldDrafts(db: Db, savedBefore: Date): Promise<number> {
  return db<DraftRow>('order_drafts').where('saved_at', '<', savedBefore).delete()
}

export async function deleteDraftsOf(db: Db, patientId: string): Promise<void> {
  await db<DraftRow>('order_drafts').where({ patient_id: patientId }).delete()
}
