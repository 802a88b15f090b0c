import type { Db, Trx } from '@ils/platform/db/database'

export interface PrescriptionRow {
  id: string
  patient_id: string
  sealed: string | null
  issued_on: string
  expires_on: string | null
  withdrawn_at: Date | null
  added_by: string
  added_at: Date
}

// Days as text: a day is not a moment.
const SELECT = `select id, patient_id, sealed, issued_on::text as issued_on, expires_on::text as expires_on,
  withdrawn_at, added_by, added_at from prescriptions`

export async function insertPrescription(trx: Trx, row: PrescriptionRow): Promise<void> {
  await trx<PrescriptionRow>('prescriptions').insert(row)
}

export async function listPrescriptionRows(db: Db, patientId: string): Promise<PrescriptionRow[]> {
  const { rows } = await db.raw<{ rows: PrescriptionRow[] }>(
    `${SELECT} where patient_id = ? order by issued_on desc, id desc`,
    [patientId],
  )
  return rows
}

export async function findPrescription(db: Db, patientId: string, id: string): Promise<PrescriptionRow | undefined> {
  const { rows } = await db.raw<{ rows: PrescriptionRow[] }>(`${SELECT} where patient_id = ? and id = ?`, [
    patientId,
    id,
  ])
  return rows[0]
}

export async function withdrawPrescriptionRow(db: Db, id: string, at: Date): Promise<void> {
  await db<PrescriptionRow>('prescriptions').where({ id }).whereNull('withdrawn_at').update({ withdrawn_at: at })
}

export async function emptyPrescriptions(trx: Trx, patientId: string): Promise<void> {
  await trx<PrescriptionRow>('prescriptions').where({ patient_id: patientId }).update({ sealed: null })
}
