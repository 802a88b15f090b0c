import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import type { AccessWord } from './accesses/note-access.ts'
import { listAccessRows } from './accesses/store.ts'
import { addPatient } from './add-patient.ts'
import { changePatient } from './change-patient.ts'
import { noteConsent, showConsent } from './consents/note-consent.ts'
import { listConsentRows } from './consents/store.ts'
import { erasePatient } from './erase-patient.ts'
import { lookAtPatient } from './look-at-patient.ts'
import { showPatient } from './patient.ts'
import { practiceOfPatients, unknownPatient } from './policy.ts'
import { addPrescription } from './prescriptions/add-prescription.ts'
import { showPrescription } from './prescriptions/prescription.ts'
import { listPrescriptionRows } from './prescriptions/store.ts'
import { withdrawPrescription } from './prescriptions/withdraw-prescription.ts'
import { searchPatients } from './search/search-patients.ts'
import { findPatient } from './store.ts'

const bind = binderFor<App>()

export const patientRoutes = [
  bind(portalApi.searchPatients, async ({ app, actor, body }) => ({ body: await searchPatients(app, actor, body) })),
  bind(portalApi.addPatient, async ({ app, actor, body }) => ({ body: await addPatient(app, actor, body) })),
  bind(portalApi.getPatient, async ({ app, actor, params }) => {
    const { row, known } = await lookAtPatient(app, actor, params.patientId)
    return { body: showPatient(row, known) }
  }),
  bind(portalApi.changePatient, async ({ app, actor, params, body }) => ({
    body: await changePatient(app, actor, params.patientId, body),
  })),
  bind(portalApi.erasePatient, async ({ app, actor, params, body }) => ({
    body: { erasedAt: (await erasePatient(app, actor, params.patientId, body.reason)).toISOString() },
  })),
  bind(portalApi.listPrescriptions, async ({ app, actor, params }) => {
    const { sealer } = await lookAtPatient(app, actor, params.patientId)
    const rows = await listPrescriptionRows(app.db, params.patientId)
    const today = app.clock.now().toISOString().slice(0, 10)
    return { body: { items: rows.map((row) => showPrescription(sealer, row, today)) } }
  }),
  bind(portalApi.addPrescription, async ({ app, actor, params, body }) => ({
    body: await addPrescription(app, actor, params.patientId, body),
  })),
  bind(portalApi.withdrawPrescription, async ({ app, actor, params }) => ({
    body: await withdrawPrescription(app, actor, params.patientId, params.prescriptionId),
  })),
  bind(portalApi.listConsents, async ({ app, actor, params }) => {
    await lookAtPatient(app, actor, params.patientId)
    return { body: { items: (await listConsentRows(app.db, params.patientId)).map(showConsent) } }
  }),
  bind(portalApi.noteConsent, async ({ app, actor, params, body }) => ({
    body: await noteConsent(app, actor, params.patientId, body),
  })),
  bind(portalApi.listPatientAccesses, async ({ app, actor, params, query }) => {
    const patient = await findPatient(app.db, practiceOfPatients(actor), params.patientId)
    if (!patient) throw unknownPatient(params.patientId)
    const [after] = readPosition(query.after, 1) ?? []
    const page = { after: after === undefined ? undefined : String(after), limit: query.limit + 1 }
    const rows = await listAccessRows(app.db, patient.id, page)
    return {
      body: pageOf(
        rows,
        query.limit,
        (row) => [row.id],
        // Every row was written with a word of the list.
        (row) => ({ at: row.at.toISOString(), by: row.by_name, what: row.what as AccessWord }),
      ),
    }
  }),
]
