import type { Draft } from '@ils/contract/drafts'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { mustBeOpen, mustHoldDraft } from './policy.ts'
import { updateDraft } from './store.ts'
import { suspendWaiting } from './keep-version.ts'
import { mustBePerson } from '../policy.ts'
import { showDraft } from './show-draft.ts'

export interface ChangeDraft {
  readonly name?: string
  readonly note?: string
  readonly discarded?: boolean
}

/** Renames a draft, notes something, puts it into the bin or takes it out. What it holds stays as it is. */
export async function changeDraft(app: App, actor: Actor, draftId: string, input: ChangeDraft): Promise<Draft> {
  const person = mustBePerson(actor)
  const { name, note, discarded } = input
  return inTransaction(app.db, async (trx) => {
    const draft = await mustHoldDraft(trx, draftId)
    const wasDiscarded = draft.discarded_at !== null
    // Into the bin twice is into the bin; and what is taken out of it may be renamed at once.
    if (discarded === undefined || draft.release !== null) mustBeOpen(draft)
    const at = app.clock.now()
    const discardedAt =
      discarded === undefined || discarded === wasDiscarded ? draft.discarded_at : discarded ? at : null
    await updateDraft(trx, draftId, {
      ...{ name: name ?? draft.name, note: note ?? draft.note, discarded_at: discardedAt },
    })
    if (discarded !== undefined && discarded !== wasDiscarded) {
      if (discarded) await suspendWaiting(app, trx, actor, draftId, `${person.name} discarded the draft`)
      await keepAudit(app, trx, actor, {
        ...{ action: discarded ? 'draft.discarded' : 'draft.taken_back', subject: draftId, practice: null },
        detail: { name: draft.name, version: draft.version },
      })
    }
    return showDraft(trx, draftId)
  })
}
