import type { Db, Trx } from '@ils/platform/db/database'

export interface SupplierRow {
  id: string
  practice: string
  name: string
  contact: string | null
  account_number: string | null
  closed_at: Date | null
  version: number
  created_at: Date
}

export async function insertSupplier(trx: Trx, row: SupplierRow): Promise<void> {
  await trx('frame_suppliers').insert(row)
}

export async function listSupplierRows(db: Db, practice: string): Promise<SupplierRow[]> {
  return db<SupplierRow>('frame_suppliers').where({ practice }).orderBy(['name', 'id'])
}

export async function findSupplier(db: Db, practice: string, id: string): Promise<SupplierRow | undefined> {
  return db<SupplierRow>('frame_suppliers').where({ practice, id }).first()
}

export async function lockSupplier(trx: Trx, practice: string, id: string): Promise<SupplierRow | undefined> {
  return trx<SupplierRow>('frame_suppliers').where({ practice, id }).forUpdate().first()
}

export async function updateSupplier(
  trx: Trx,
  before: SupplierRow,
  changes: Partial<SupplierRow>,
): Promise<SupplierRow> {
  const version = before.version + 1
  await trx<SupplierRow>('frame_suppliers')
    .where({ id: before.id })
    .update({ ...changes, version })
  return { ...before, ...changes, version }
}
