import type { Actor } from '@ils/platform/actor'
import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { App } from '../app.ts'
import { noteAccess } from './accesses/note-access.ts'
import { patientSealer } from './keys/patient-keys.ts'
import { openDemographics, type Demographics } from './patient.ts'
import { practiceOfPatients, unknownPatient } from './policy.ts'
import { findPatient, type PatientRow } from './store.ts'

export interface SeenPatient {
  readonly row: PatientRow
  readonly known: Demographics
  readonly sealer: Sealer
}

/** Opens what is known of somebody, and keeps that it was opened. */
export async function lookAtPatient(app: App, actor: Actor, patientId: string): Promise<SeenPatient> {
  const row = await findPatient(app.db, practiceOfPatients(actor), patientId)
  const sealer = row && (await patientSealer(app, app.db, patientId))
  if (!row || !sealer) throw unknownPatient(patientId)
  await noteAccess(app, app.db, actor, row, 'looked')
  return { row, sealer, known: openDemographics(sealer, row) }
}
