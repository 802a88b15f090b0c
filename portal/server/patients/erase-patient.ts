import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { patientErased } from '../../contract/order-events.ts'
import type { App } from '../app.ts'
import { noteAccess } from './accesses/note-access.ts'
import { deletePatientKey } from './keys/store.ts'
import { emptied } from './patient.ts'
import { practiceOfPatients, unknownPatient } from './policy.ts'
import { emptyPrescriptions } from './prescriptions/store.ts'
import { listNeeds, lockPatient, putPatientWords, updatePatient } from './store.ts'

/** Drops the key of a patient: what was sealed with it, here and in every copy, is gone. */
export async function erasePatient(app: App, actor: Actor, patientId: string, reason: string): Promise<Date> {
  return eraseOf(app, actor, { practice: practiceOfPatients(actor), patientId, reason })
}

/** The same by whoever may, a person or the portal itself. */
export async function eraseOf(
  app: App,
  actor: Actor,
  { practice, patientId, reason }: { readonly practice: string; readonly patientId: string; readonly reason: string },
): Promise<Date> {
  return inTransaction(app.db, async (trx) => {
    const row = await lockPatient(trx, practice, patientId)
    if (!row) throw unknownPatient(patientId)
    const needs = await listNeeds(trx, patientId)
    if (needs.length > 0) {
      const message = `${needs.length} order(s) for this patient are on their way: erase them when those are over`
      const causes = needs.map((one) => ({ code: 'order_on_its_way', field: 'patientId', message, value: one }))
      throw new Refusal('conflict', message, { causes })
    }
    const at = app.clock.now()
    await deletePatientKey(trx, patientId)
    await putPatientWords(trx, patientId, [])
    await emptyPrescriptions(trx, patientId)
    await updatePatient(trx, patientId, { ...emptied, erased_at: at, version: row.version + 1 })
    await noteAccess(app, trx, actor, row, 'erased')
    await keepAudit(app, trx, actor, { action: 'patient.erased', subject: patientId, practice, detail: { reason } })
    const fact = { subject: patientId, subjectVersion: row.version + 1, practice, data: { patientId } }
    await record(app, trx, patientErased, fact, actor)
    return at
  })
}
