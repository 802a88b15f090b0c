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

/** Takes a draft out of review; what was scheduled of it is suspended. */
export async function withdrawDraft(
  app: App,
  actor: Actor,
  draftId: string,
  input: { version: number },
): Promise<Draft> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const { hash, name, suspended } = await callGate<{
      hash: string | null
      name: string
      suspended?: SuspendedSchedule[]
    }>(trx, 'withdraw_draft', {
      id: app.ids('rev'),
      draft_id: draftId,
      version: input.version,
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
        data: { draftId, name, version: input.version, hash, verdict: 'withdrawn' },
      },
      actor,
    )
    await announceSuspended(app, trx, suspended ?? [], `The draft was withdrawn`, actor)
    await keepAudit(app, trx, actor, {
      action: 'draft.withdrawn',
      subject: draftId,
      practice: null,
      detail: { version: input.version, hash },
    })
    return showDraft(trx, draftId)
  })
}
