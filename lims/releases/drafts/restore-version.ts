import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { historyOf, type DraftHistory } from './draft-history.ts'
import { mustBeAt, mustBeOpen, mustFindDraft } from './policy.ts'
import { findVersion, readHistory } from './store.ts'
import { keepVersion } from './keep-version.ts'
import { mustBePerson } from '../policy.ts'

export interface Step {
  readonly kind: 'undo' | 'redo'
  /** Where it leads, and the edit that it is about; null: there is none. */
  find(history: DraftHistory): { readonly to: number; readonly about: number } | null
  readonly nothing: string
}

/** Goes to an earlier content by a version of its own: the history only grows, and a merge goes back with its base. */
export async function restoreVersion(
  app: App,
  actor: Actor,
  draftId: string,
  input: { readonly version: number },
  step: Step,
): Promise<Saved> {
  const person = mustBePerson(actor)
  const draft = await mustFindDraft(app.db, draftId)
  mustBeOpen(draft)
  mustBeAt(draft, input.version)
  const found = step.find(historyOf(await readHistory(app.db, draftId)))
  if (!found) throw new Refusal('nothing_to_undo', step.nothing)
  const [target, edit] = await Promise.all([
    findVersion(app.db, draftId, found.to),
    findVersion(app.db, draftId, found.about),
  ])
  if (!target || !edit) throw new Error(`version ${found.to} or ${found.about} of ${draftId} is missing`)
  return keepVersion(app, { actor, person }, draft, {
    ...{ kind: step.kind, title: null, touched: edit.touched, restores: target.version },
    ...{ base: target.base, hash: target.hash, faults: target.faults },
  })
}
