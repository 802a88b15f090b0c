import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Prescription } from '../../../contract/patients.ts'
import type { App } from '../../app.ts'
import { lookAtPatient } from '../look-at-patient.ts'
import { showPrescription } from './prescription.ts'
import { findPrescription, withdrawPrescriptionRow } from './store.ts'

/** Takes a wrong prescription out of use; it stays in the history. */
export async function withdrawPrescription(
  app: App,
  actor: Actor,
  patientId: string,
  prescriptionId: string,
): Promise<Prescription> {
  return inTransaction(app.db, async (trx) => {
    const { row: patient, sealer } = await lookAtPatient({ ...app, db: trx }, actor, patientId)
    const now = app.clock.now()
    await withdrawPrescriptionRow(trx, prescriptionId, now)
    const row = await findPrescription(trx, patientId, prescriptionId)
    if (!row) throw new Refusal('not_found', `This patient has no prescription ${prescriptionId}`)
    const { practice } = patient
    const detail = { prescriptionId }
    await keepAudit(app, trx, actor, { action: 'patient.prescription_withdrawn', subject: patientId, practice, detail })
    return showPrescription(sealer, row, now.toISOString().slice(0, 10))
  })
}
