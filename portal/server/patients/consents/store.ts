import type { Db } from '@ils/platform/db/database'
import type { Consent } from '../../../contract/patients.ts'

export interface ConsentRow {
  id: string
  patient_id: string
  kind: Consent['kind']
  given: boolean
  text_version: string
  by_name: string
  at: Date
}

export async function insertConsent(db: Db, row: ConsentRow): Promise<void> {
  await db<ConsentRow>('consents').insert(row)
}

export async function listConsentRows(db: Db, patientId: string): Promise<ConsentRow[]> {
  return db<ConsentRow>('consents').where({ patient_id: patientId }).orderBy('id', 'desc')
}
