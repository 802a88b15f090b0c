import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Patient } from '../../contract/patients.ts'
import type { App } from '../app.ts'
import { noteAccess } from './accesses/note-access.ts'
import { makePatientKey } from './keys/patient-keys.ts'
import { sealDemographics, showPatient, type Demographics } from './patient.ts'
import { practiceOfPatients } from './policy.ts'
import { indexKey } from './search/index-key.ts'
import { blind, wordsOf } from './search/words.ts'
import { insertPatient, putPatientWords, type PatientRow } from './store.ts'

export type NewPatient = Pick<Demographics, 'givenName' | 'familyName'> & Partial<Demographics>

const unknown = { birthDate: null, ownRef: null, phone: null, email: null, address: null, note: null }

/** Adds somebody, sealed with a key of their own. */
export async function addPatient(app: App, actor: Actor, input: NewPatient): Promise<Patient> {
  const practice = practiceOfPatients(actor)
  const key = await indexKey(app)
  return inTransaction(app.db, async (trx) => {
    const now = app.clock.now()
    const id = app.ids('pat')
    const known: Demographics = { ...unknown, ...input }
    const sealer = await makePatientKey(app, trx, id)
    const row: PatientRow = {
      ...sealDemographics(sealer, id, known),
      ...{ id, practice, version: 1, added_at: now, changed_at: now, erased_at: null },
    }
    await insertPatient(trx, row)
    await putPatientWords(
      trx,
      id,
      wordsOf(known).map((word) => blind(key, practice, word)),
    )
    await noteAccess(app, trx, actor, row, 'added')
    await keepAudit(app, trx, actor, { action: 'patient.added', subject: id, practice, detail: {} })
    return showPatient(row, known)
  })
}
