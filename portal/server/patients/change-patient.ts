import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Patient } from '../../contract/patients.ts'
import type { App } from '../app.ts'
import { noteAccess } from './accesses/note-access.ts'
import { patientSealer } from './keys/patient-keys.ts'
import { openDemographics, sealDemographics, showPatient, type Demographics } from './patient.ts'
import { practiceOfPatients, unknownPatient } from './policy.ts'
import { indexKey } from './search/index-key.ts'
import { blind, wordsOf } from './search/words.ts'
import { lockPatient, putPatientWords, updatePatient } from './store.ts'

export type PatientChanges = Partial<Demographics> & { readonly version: number }

/** Changes what is known of somebody, if nobody else did since it was seen. */
export async function changePatient(
  app: App,
  actor: Actor,
  patientId: string,
  { version, ...changes }: PatientChanges,
): Promise<Patient> {
  const practice = practiceOfPatients(actor)
  const key = await indexKey(app)
  return inTransaction(app.db, async (trx) => {
    const row = await lockPatient(trx, practice, patientId)
    const sealer = row && (await patientSealer(app, trx, patientId))
    if (!row || !sealer) throw unknownPatient(patientId)
    if (row.version !== version) {
      throw new Refusal('conflict', `Somebody changed this patient: version ${row.version} is here, you saw ${version}`)
    }
    const known = { ...openDemographics(sealer, row), ...changes }
    const next = { ...sealDemographics(sealer, patientId, known), version: version + 1, changed_at: app.clock.now() }
    await updatePatient(trx, patientId, next)
    await putPatientWords(
      trx,
      patientId,
      wordsOf(known).map((word) => blind(key, practice, word)),
    )
    await noteAccess(app, trx, actor, row, 'changed')
    const changed = Object.keys(changes)
    await keepAudit(app, trx, actor, { action: 'patient.changed', subject: patientId, practice, detail: { changed } })
    return showPatient({ ...row, ...next }, known)
  })
}
