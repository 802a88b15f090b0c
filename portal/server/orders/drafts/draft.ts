import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { Draft } from '../../../contract/drafts.ts'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { patientSealers } from '../../patients/public.ts'
import type { DraftRow } from './store.ts'

type Kept = Pick<Draft, 'label' | 'form'>

const purposeOf = (id: string): string => `order-draft ${id}`

/** What is written for somebody is sealed for them, and gone with them. */
async function sealersOf(app: App, drafts: readonly Pick<DraftRow, 'patient_id'>[]) {
  const patients = await patientSealers(
    app,
    app.db,
    drafts.flatMap(({ patient_id }) => patient_id ?? []),
  )
  return (patientId: string | null): Sealer | undefined => (patientId === null ? app.sealer : patients.get(patientId))
}

export async function sealDraft(app: App, id: string, patientId: string | null, kept: Kept): Promise<string> {
  const sealer = (await sealersOf(app, [{ patient_id: patientId }]))(patientId)
  if (!sealer) throw new Refusal('not_found', `There is no patient ${patientId ?? ''}`)
  return sealer.seal(JSON.stringify(kept), purposeOf(id))
}

/** Those that can be read; whom they were for may have been erased a moment ago. */
export async function showDrafts(app: App, rows: readonly DraftRow[]): Promise<Draft[]> {
  const sealerOf = await sealersOf(app, rows)
  return rows.flatMap(({ id, patient_id: patientId, sealed, by_name: by, version, saved_at }) => {
    const sealer = sealerOf(patientId)
    if (!sealer) return []
    // It was written by the function above.
    const kept = JSON.parse(sealer.open(sealed, purposeOf(id)).toString('utf8')) as Kept
    return [{ id, patientId, by, version, savedAt: saved_at.toISOString(), ...kept }]
  })
}
