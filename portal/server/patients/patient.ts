import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { Patient, PatientLine } from '../../contract/patients.ts'
import { sealedFields, type PatientRow, type SealedField } from './store.ts'

/** What is known of somebody, as the practice wrote it. */
export type Demographics = Pick<
  Patient,
  'givenName' | 'familyName' | 'birthDate' | 'ownRef' | 'phone' | 'email' | 'address' | 'note'
>

const columnOf: Readonly<Record<keyof Demographics, SealedField>> = {
  givenName: 'given_name',
  familyName: 'family_name',
  birthDate: 'birth_date',
  ownRef: 'own_ref',
  phone: 'phone',
  email: 'email',
  address: 'address',
  note: 'note',
}

const purposeOf = (patientId: string, field: SealedField): string => `patient ${patientId} ${field}`

export function sealDemographics(
  sealer: Sealer,
  patientId: string,
  known: Demographics,
): Record<SealedField, string | null> {
  const sealed: Partial<Record<SealedField, string | null>> = {}
  for (const [name, field] of Object.entries(columnOf)) {
    const value = known[name as keyof Demographics] // Its keys are those of the table above.
    sealed[field] = value === null ? null : sealer.seal(value, purposeOf(patientId, field))
  }
  // Every field was filled: the table above names each of them.
  return sealed as Record<SealedField, string | null>
}

export function openDemographics(sealer: Sealer, row: PatientRow): Demographics {
  const open = (field: SealedField): string | null => {
    const sealed = row[field]
    return sealed === null ? null : sealer.open(sealed, purposeOf(row.id, field)).toString('utf8')
  }
  return {
    givenName: open('given_name') ?? '',
    familyName: open('family_name') ?? '',
    birthDate: open('birth_date'),
    ownRef: open('own_ref'),
    phone: open('phone'),
    email: open('email'),
    address: open('address'),
    note: open('note'),
  }
}

export function showPatient(row: PatientRow, known: Demographics): Patient {
  const { id, version } = row
  return { id, ...known, version, addedAt: row.added_at.toISOString(), changedAt: row.changed_at.toISOString() }
}

export function patientLine(id: string, known: Demographics): PatientLine {
  const { givenName, familyName, birthDate, ownRef } = known
  return { id, givenName, familyName, birthDate, ownRef }
}

/** Nothing of somebody. */
export const emptied = Object.fromEntries(sealedFields.map((field) => [field, null])) as Record<SealedField, null> // Each field of the list.
