import type { Impact } from '@ils/contract/impacts'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { mustBeAt, mustBeOpen, mustBeSound, mustFindDraft } from '../drafts/policy.ts'
import { findInForce } from '../activations/views.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showImpact } from './show-impact.ts'
import { runImpactTask } from '../tasks.ts'

export interface StartImpact {
  /** The version that was seen. */
  readonly version: number
  /** How many of the last orders. */
  readonly last: number
}

/** Has the last orders judged by the draft, to see what it would have done otherwise than what is in force. */
export async function startImpact(app: App, actor: Actor, draftId: string, input: StartImpact): Promise<Impact> {
  const person = mustBePerson(actor)
  const inForce = await findInForce(app.db)
  return inTransaction(app.db, async (trx) => {
    const draft = await mustFindDraft(trx, draftId)
    mustBeOpen(draft)
    mustBeAt(draft, input.version)
    const after = mustBeSound(draft)
    if (!inForce) throw new Refusal('nothing_in_force', 'No release is in force yet: there is nothing to compare with')
    const id = app.ids('imp')
    await callGate(trx, 'begin_impact', {
      ...{ id, draft_id: draftId, version: draft.version, before_hash: inForce.hash, after_hash: after },
      ...{ wanted: input.last, by_id: person.id, by_name: person.name, at: app.clock.now() },
    })
    await app.queue.enqueue(trx, runImpactTask, { uniqueId: id, data: { impactId: id } })
    return showImpact(trx, id)
  })
}
