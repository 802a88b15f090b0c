import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Draft } from '../../../contract/drafts.ts'
import type { App } from '../../app.ts'
import { mustKnowPatient } from '../../patients/public.ts'
import { practiceToOrder } from '../policy.ts'
import { sealDraft } from './draft.ts'
import { insertDraft, lockDraft, updateDraft, type DraftRow } from './store.ts'

type Form = Pick<Draft, 'patientId' | 'label' | 'form'>

/** Keeps an order that was begun. */
export async function beginDraft(app: App, actor: Actor, { patientId, ...kept }: Form): Promise<Draft> {
  const practice = practiceToOrder(actor)
  if (patientId !== null) await mustKnowPatient(app, actor, patientId)
  const id = app.ids('dft')
  const now = app.clock.now()
  const row: DraftRow = {
    ...{ id, practice, patient_id: patientId, by_name: actor.name, version: 1, saved_at: now },
    sealed: await sealDraft(app, id, patientId, kept),
  }
  await insertDraft(app.db, row)
  return show(row, { patientId, ...kept })
}

/** Saves it again, unless it was saved elsewhere since it was seen. */
export async function saveDraft(
  app: App,
  actor: Actor,
  id: string,
  { version, patientId, ...kept }: Form & { readonly version: number },
): Promise<Draft> {
  const practice = practiceToOrder(actor)
  if (patientId !== null) await mustKnowPatient(app, actor, patientId)
  return inTransaction(app.db, async (trx) => {
    const before = await lockDraft(trx, practice, id)
    if (!before) throw unknownDraft(id)
    if (before.version !== version) {
      throw new Refusal(
        'conflict',
        `The draft was saved elsewhere: version ${before.version} is here, you saw ${version}`,
      )
    }
    const row: DraftRow = {
      ...{ ...before, patient_id: patientId, version: version + 1, saved_at: app.clock.now() },
      sealed: await sealDraft({ ...app, db: trx }, id, patientId, kept),
    }
    await updateDraft(trx, row)
    return show(row, { patientId, ...kept })
  })
}

export const unknownDraft = (id: string): Refusal => new Refusal('not_found', `There is no draft ${id}`)

const show = ({ id, by_name: by, version, saved_at }: DraftRow, form: Form): Draft => ({
  ...{ id, by, version, savedAt: saved_at.toISOString(), ...form },
})
