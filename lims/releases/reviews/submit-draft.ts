import type { Draft } from '@ils/contract/drafts'
import { draftSubmitted } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { callGate, subjectVersionOf } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showDraft } from '../drafts/show-draft.ts'

/** Asks for a review of one version, with the release notes. */
export async function submitDraft(
  app: App,
  actor: Actor,
  draftId: string,
  input: { version: number; notes: string },
): Promise<Draft> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const { hash, name } = await callGate<{ hash: string | null; name: string }>(trx, 'submit_draft', {
      id: app.ids('rev'),
      draft_id: draftId,
      version: input.version,
      comment: input.notes,
      by_id: person.id,
      at: app.clock.now(),
    })
    await record(
      app,
      trx,
      draftSubmitted,
      {
        subject: draftId,
        subjectVersion: await subjectVersionOf(trx, draftId),
        practice: null,
        data: { draftId, name, version: input.version, hash },
      },
      actor,
    )
    await keepAudit(app, trx, actor, {
      action: 'draft.submitted',
      subject: draftId,
      practice: null,
      detail: { version: input.version, hash },
    })
    return showDraft(trx, draftId)
  })
}
