import type { Draft } from '@ils/contract/drafts'
import { draftReviewed, draftSubmitted } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { announceSuspended, type SuspendedSchedule } from '../activations/announce.ts'
import { showDraft } from '../drafts/show-draft.ts'
import { callGate, subjectVersionOf, type GateFunction } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'

export interface Word {
  readonly verdict: 'submitted' | 'withdrawn' | 'approved' | 'declined'
  readonly version: number
  /** The content that was looked at, where it is named. */
  readonly hash?: string
  readonly comment?: string
}

const gates = {
  submitted: 'submit_draft',
  withdrawn: 'withdraw_draft',
  approved: 'approve_draft',
  declined: 'decline_draft',
} as const satisfies Record<Word['verdict'], GateFunction>

/** Says something of a draft by name, through its gate; what was scheduled of it is suspended where the gate says so. */
export async function sayReview(app: App, actor: Actor, draftId: string, word: Word): Promise<Draft> {
  const person = mustBePerson(actor)
  const { verdict, version } = word
  return inTransaction(app.db, async (trx) => {
    const said = await callGate<{ hash: string | null; name: string; suspended?: SuspendedSchedule[] }>(
      trx,
      gates[verdict],
      {
        id: app.ids('rev'),
        draft_id: draftId,
        version,
        hash: word.hash ?? null,
        comment: word.comment ?? null,
        by_id: person.id,
        at: app.clock.now(),
      },
    )
    const { hash, name, suspended = [] } = said
    const data = { draftId, name, version, hash }
    const subject = { subject: draftId, subjectVersion: await subjectVersionOf(trx, draftId), practice: null }
    if (verdict === 'submitted') await record(app, trx, draftSubmitted, { ...subject, data }, actor)
    else await record(app, trx, draftReviewed, { ...subject, data: { ...data, verdict } }, actor)
    await announceSuspended(app, trx, suspended, `The draft was ${verdict}`, actor)
    const detail = { version, hash }
    await keepAudit(app, trx, actor, { action: `draft.${verdict}`, subject: draftId, practice: null, detail })
    return showDraft(trx, draftId)
  })
}
