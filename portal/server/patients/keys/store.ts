import type { Db, Trx } from '@ils/platform/db/database'

export async function insertPatientKey(trx: Trx, patientId: string, sealed: string): Promise<void> {
  await trx('patient_keys').insert({ patient_id: patientId, sealed })
}

export async function findPatientKeys(db: Db, patientIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (patientIds.length === 0) return new Map()
  const rows = await db<{ patient_id: string; sealed: string }>('patient_keys').whereIn('patient_id', [...patientIds])
  return new Map(rows.map((row) => [row.patient_id, row.sealed]))
}

export async function deletePatientKey(trx: Trx, patientId: string): Promise<void> {
  await trx('patient_keys').where({ patient_id: patientId }).delete()
}

export async function findIndexKey(db: Db): Promise<string | undefined> {
  return (await db<{ sealed: string }>('patient_index_key').first('sealed'))?.sealed
}

/** Processes that start together keep one key. */
export async function keepIndexKey(db: Db, sealed: string): Promise<void> {
  await db('patient_index_key').insert({ one: true, sealed }).onConflict('one').ignore()
}
