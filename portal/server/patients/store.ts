import type { Db, Trx } from '@ils/platform/db/database'

/** The fields that are sealed, each by itself. */
export const sealedFields = [
  'given_name',
  'family_name',
  'birth_date',
  'own_ref',
  'phone',
  'email',
  'address',
  'note',
] as const
export type SealedField = (typeof sealedFields)[number]

export type PatientRow = Record<SealedField, string | null> & {
  id: string
  practice: string
  version: number
  added_at: Date
  changed_at: Date
  erased_at: Date | null
}

export async function insertPatient(trx: Trx, row: PatientRow): Promise<void> {
  await trx<PatientRow>('patients').insert(row)
}

/** Undefined where it is of another practice, erased, or not there: they look alike. */
export async function findPatient(db: Db, practice: string, id: string): Promise<PatientRow | undefined> {
  return db<PatientRow>('patients').where({ id, practice }).whereNull('erased_at').first()
}

export async function lockPatient(trx: Trx, practice: string, id: string): Promise<PatientRow | undefined> {
  return trx<PatientRow>('patients').where({ id, practice }).whereNull('erased_at').forUpdate().first()
}

export async function updatePatient(trx: Trx, id: string, changes: Partial<PatientRow>): Promise<void> {
  await trx<PatientRow>('patients').where({ id }).update(changes)
}

export async function searchPatientRows(
  db: Db,
  practice: string,
  words: readonly (readonly string[])[],
  limit: number,
): Promise<PatientRow[]> {
  const query = db<PatientRow>('patients as p')
    .where('p.practice', practice)
    .whereNull('p.erased_at')
    .orderBy('p.changed_at', 'desc')
    .limit(limit)
    .select('p.*')
  for (const any of words) {
    void query.whereIn(
      'p.id',
      db('patient_words')
        .whereIn('word', [...any])
        .select('patient_id'),
    )
  }
  // What is selected is a row.
  return (await query) as PatientRow[]
}

/** Replaces the words that a patient is found by. */
export async function putPatientWords(trx: Trx, patientId: string, words: readonly string[]): Promise<void> {
  await trx('patient_words').where({ patient_id: patientId }).delete()
  if (words.length > 0) await trx('patient_words').insert(words.map((word) => ({ word, patient_id: patientId })))
}

export async function insertNeed(trx: Trx, patientId: string, byThing: string): Promise<void> {
  await trx('patient_needs').insert({ patient_id: patientId, by_thing: byThing }).onConflict().ignore()
}

export async function deleteNeed(trx: Trx, byThing: string, patientId: string): Promise<void> {
  await trx('patient_needs').where({ patient_id: patientId, by_thing: byThing }).delete()
}

export async function listNeeds(db: Db, patientId: string): Promise<string[]> {
  const rows = await db<{ by_thing: string; patient_id: string }>('patient_needs')
    .where({ patient_id: patientId })
    .select('by_thing')
  return rows.map((row) => row.by_thing)
}

/** Whom nobody has changed, looked at or ordered for since, and nothing needs. */
export async function listForgotten(
  db: Db,
  { before, after, limit }: { readonly before: Date; readonly after: string; readonly limit: number },
): Promise<Pick<PatientRow, 'id' | 'practice'>[]> {
  return db<PatientRow>('patients')
    .whereNull('erased_at')
    .where('changed_at', '<', before)
    .where('id', '>', after)
    .whereRaw('not exists (select 1 from patient_accesses a where a.patient_id = patients.id and a.at >= ?)', [before])
    .whereRaw('not exists (select 1 from patient_needs n where n.patient_id = patients.id)')
    .orderBy('id')
    .limit(limit)
    .select('id', 'practice')
}
