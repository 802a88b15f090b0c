import type { Draft } from '@ils/contract/drafts'
import { draftReviewed } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { callGate, subjectVersionOf } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showDraft } from '../drafts/show-draft.ts'

/** Approves one content, named by its hash. The gate sees to it that it is somebody else’s. */
export async function approveDraft(
  app: App,
  actor: Actor,
  draftId: string,
  input: { version: number; hash: string; comment?: string },
): Promise<Draft> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const { hash, name } = await callGate<{ hash: string | null; name: string }>(trx, 'approve_draft', {
      id: app.ids('rev'),
      draft_id: draftId,
      version: input.version,
      hash: input.hash,
      comment: input.comment ?? null,
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
        data: { draftId, name, version: input.version, hash, verdict: 'approved' },
      },
      actor,
    )
    await keepAudit(app, trx, actor, {
      action: 'draft.approved',
      subject: draftId,
      practice: null,
      detail: { version: input.version, hash },
    })
    return showDraft(trx, draftId)
  })
}
