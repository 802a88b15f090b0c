import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { Prescription } from '../../../contract/patients.ts'
import type { PrescriptionRow } from './store.ts'

type Sealed = Pick<Prescription, 'rx' | 'prescriber' | 'note'>

const purposeOf = (id: string): string => `prescription ${id}`

export const sealPrescription = (sealer: Sealer, id: string, said: Sealed): string =>
  sealer.seal(JSON.stringify(said), purposeOf(id))

export function showPrescription(sealer: Sealer, row: PrescriptionRow, today: string): Prescription {
  if (row.sealed === null) throw new Error('a prescription of somebody who was erased is not shown')
  // What was sealed here was written by the function above.
  const { rx, prescriber, note } = JSON.parse(sealer.open(row.sealed, purposeOf(row.id)).toString('utf8')) as Sealed
  return {
    ...{ id: row.id, patientId: row.patient_id, rx, prescriber, note },
    issuedOn: row.issued_on,
    expiresOn: row.expires_on,
    expired: row.expires_on !== null && row.expires_on < today,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    addedBy: row.added_by,
    addedAt: row.added_at.toISOString(),
  }
}
