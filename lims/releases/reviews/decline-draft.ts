import type { Draft } from '@ils/contract/drafts'
import { draftReviewed } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { announceSuspended, type SuspendedSchedule } from '../activations/announce.ts'
import { callGate, subjectVersionOf } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showDraft } from '../drafts/show-draft.ts'

/** Sends a draft back to whoever wrote it. */
export async function declineDraft(
  app: App,
  actor: Actor,
  draftId: string,
  input: { version: number; comment: string },
): Promise<Draft> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const { hash, name, suspended } = await callGate<{
      hash: string | null
      name: string
      suspended?: SuspendedSchedule[]
    }>(trx, 'decline_draft', {
      id: app.ids('rev'),
      draft_id: draftId,
      version: input.version,
      comment: input.comment,
      by_id: person.id,
      at: app.clock.now(),
    })
    await record(
      app,
      trx,
      draftReviewed,
      {
        subject: draftId,
        subjectVersion: await subjectVersionOf(trx, draftId),
        practice: null,
        data: { draftId, name, version: input.version, hash, verdict: 'declined' },
      },
      actor,
    )
    await announceSuspended(app, trx, suspended ?? [], `The draft was declined`, actor)
    await keepAudit(app, trx, actor, {
      action: 'draft.declined',
      subject: draftId,
      practice: null,
      detail: { version: input.version, hash },
    })
    return showDraft(trx, draftId)
  })
}
