import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { PatientLine } from '../../contract/patients.ts'
import type { App } from '../app.ts'
import { noteAccess } from './accesses/note-access.ts'
import { patientSealer } from './keys/patient-keys.ts'
import { openDemographics, patientLine } from './patient.ts'
import { practiceOfPatients, unknownPatient } from './policy.ts'
import { findPrescription } from './prescriptions/store.ts'
import { deleteNeed, findPatient, insertNeed, lockPatient } from './store.ts'

export interface PatientForOrder {
  readonly patient: PatientLine
  /** Seals what the order keeps of them: it is gone with them. */
  readonly sealer: Sealer
}

/** Somebody whom something is ordered for, held for this transaction: they cannot be erased meanwhile. */
export async function patientForOrder(
  app: App,
  trx: Trx,
  actor: Actor,
  asked: { readonly patientId: string; readonly prescriptionId?: string | null },
): Promise<PatientForOrder> {
  const { patientId, prescriptionId = null } = asked
  const row = await lockPatient(trx, practiceOfPatients(actor), patientId)
  const sealer = row && (await patientSealer(app, trx, patientId))
  if (!row || !sealer) throw unknownPatient(patientId)
  if (prescriptionId !== null) await mustBeInUse(trx, patientId, prescriptionId)
  await noteAccess(app, trx, actor, row, 'ordered')
  return { patient: patientLine(patientId, openDemographics(sealer, row)), sealer }
}

/** Refuses whoever is not of the practice, or was erased. */
export async function mustKnowPatient(app: App, actor: Actor, patientId: string): Promise<void> {
  if (!(await findPatient(app.db, practiceOfPatients(actor), patientId))) throw unknownPatient(patientId)
}

async function mustBeInUse(trx: Trx, patientId: string, prescriptionId: string): Promise<void> {
  const found = await findPrescription(trx, patientId, prescriptionId)
  if (found?.withdrawn_at === null) return
  const message = found ? 'This prescription was withdrawn' : `This patient has no prescription ${prescriptionId}`
  throw new Refusal(found ? 'conflict' : 'not_found', message, {
    causes: [{ code: 'prescription', field: 'body.prescriptionId', message, value: prescriptionId }],
  })
}

/** While an order is on its way, whom it is for is not erased. */
export const needPatient = (trx: Trx, patientId: string, orderId: string): Promise<void> =>
  insertNeed(trx, patientId, orderId)

export const releasePatient = (trx: Trx, patientId: string, orderId: string): Promise<void> =>
  deleteNeed(trx, orderId, patientId)
