import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Prescription, Rx } from '../../../contract/patients.ts'
import type { App } from '../../app.ts'
import { noteAccess } from '../accesses/note-access.ts'
import { patientSealer } from '../keys/patient-keys.ts'
import { practiceOfPatients, unknownPatient } from '../policy.ts'
import { lockPatient } from '../store.ts'
import { sealPrescription, showPrescription } from './prescription.ts'
import { insertPrescription, type PrescriptionRow } from './store.ts'

export interface NewPrescription {
  readonly rx: Rx
  readonly issuedOn: string
  readonly expiresOn?: string | null
  readonly prescriber?: string | null
  readonly note?: string | null
}

/** Adds a prescription: earlier ones are history, not overwritten. */
export async function addPrescription(
  app: App,
  actor: Actor,
  patientId: string,
  { rx, issuedOn, expiresOn = null, prescriber = null, note = null }: NewPrescription,
): Promise<Prescription> {
  const practice = practiceOfPatients(actor)
  return inTransaction(app.db, async (trx) => {
    const patient = await lockPatient(trx, practice, patientId)
    const sealer = patient && (await patientSealer(app, trx, patientId))
    if (!patient || !sealer) throw unknownPatient(patientId)
    const id = app.ids('prx')
    const now = app.clock.now()
    const row: PrescriptionRow = {
      ...{ id, patient_id: patientId, sealed: sealPrescription(sealer, id, { rx, prescriber, note }) },
      ...{ issued_on: issuedOn, expires_on: expiresOn, withdrawn_at: null, added_by: actor.name, added_at: now },
    }
    await insertPrescription(trx, row)
    await noteAccess(app, trx, actor, patient, 'changed')
    const detail = { prescriptionId: id }
    await keepAudit(app, trx, actor, { action: 'patient.prescription_added', subject: patientId, practice, detail })
    return showPrescription(sealer, row, now.toISOString().slice(0, 10))
  })
}
