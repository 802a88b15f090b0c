import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Patients belong to a practice: whoever has none sees none. */
export function practiceOfPatients(actor: Actor): string {
  if (actor.practice !== null) return actor.practice
  throw new Refusal('not_allowed', 'Patients are seen by the people of their practice only')
}

export function unknownPatient(patientId: string): Refusal {
  const message = `There is no patient ${patientId}`
  return new Refusal('not_found', message, {
    causes: [{ code: 'unknown_patient', field: 'patientId', message, value: patientId }],
  })
}
