import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { Operation } from '@ils/rules/rulebook/operation'
import type { App } from '../../app.ts'
import { doDraftWork } from './do-draft-work.ts'
import { sourceOf } from './draft-content.ts'
import { mustBeAt, mustBeOpen, mustFindDraft } from './policy.ts'
import { keepVersion, keptAsItIs } from './keep-version.ts'
import { mustBePerson } from '../policy.ts'

export interface EditDraft {
  /** The version that was seen. */
  readonly version: number
  readonly title?: string
  readonly operations: readonly Operation[]
}

/** Saves edits, all of them or none. What they leave may be unsound for the moment: it is kept with its faults. */
export async function editDraft(app: App, actor: Actor, draftId: string, input: EditDraft): Promise<Saved> {
  const person = mustBePerson(actor)
  const draft = await mustFindDraft(app.db, draftId)
  mustBeOpen(draft)
  mustBeAt(draft, input.version)
  const { operations, title = null } = input
  // Before the transaction: it may take a while, and the transaction looks at the version again.
  const outcome = await doDraftWork('edit', { source: await sourceOf(app.db, draftId, draft.version), operations })
  if ('refused' in outcome) {
    const first = outcome.refused[0]?.message ?? 'An operation does not fit the draft.'
    throw new Refusal('bad_edit', `${first} Nothing was changed.`, { causes: outcome.refused })
  }
  const { made } = outcome
  if (made.touched.length === 0) return keptAsItIs(app, draft)
  const { touched, faults, content } = made
  return keepVersion(app, { actor, person }, draft, {
    ...{ kind: 'edit', title, touched, faults, operations, made, base: draft.base, hash: content?.hash ?? null },
  })
}
