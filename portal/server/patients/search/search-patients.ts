import type { Actor } from '@ils/platform/actor'
import type { PatientLine } from '../../../contract/patients.ts'
import type { App } from '../../app.ts'
import { patientSealers } from '../keys/patient-keys.ts'
import { openDemographics, patientLine } from '../patient.ts'
import { practiceOfPatients } from '../policy.ts'
import { searchPatientRows } from '../store.ts'
import { indexKey } from './index-key.ts'
import { askedFor, blind } from './words.ts'

const LIMIT = 20
/** So many are opened at most to see whether they fit. */
const MOST_OPENED = 200

/** Finds people by what is typed, without a name in the database. */
export async function searchPatients(
  app: App,
  actor: Actor,
  { words = '', limit = LIMIT }: { readonly words?: string; readonly limit?: number },
): Promise<{ items: PatientLine[]; more: boolean }> {
  const practice = practiceOfPatients(actor)
  const asked = askedFor(words)
  const key = await indexKey(app)
  const blinded = asked.map((one) => one.words.map((word) => blind(key, practice, word)))
  const rows = await searchPatientRows(app.db, practice, blinded, asked.length === 0 ? limit + 1 : MOST_OPENED)
  const sealers = await patientSealers(
    app,
    app.db,
    rows.map((row) => row.id),
  )
  const found: PatientLine[] = []
  for (const row of rows) {
    const sealer = sealers.get(row.id)
    if (!sealer) continue
    const line = patientLine(row.id, openDemographics(sealer, row))
    if (asked.every((one) => one.fits(line))) found.push(line)
  }
  return { items: found.slice(0, limit), more: found.length > limit || rows.length === MOST_OPENED }
}
