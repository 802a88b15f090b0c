import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { Refusal } from '@ils/platform/refusal'
import type { Choice } from '@ils/rules/rulebook/merge-rulebooks'
import type { App } from '../../app.ts'
import { baseText } from '../contents/base-text.ts'
import { doDraftWork } from './do-draft-work.ts'
import { mustBeAt, mustBeOpen, mustBeSound, mustFindDraft } from './policy.ts'
import { findInForce } from '../activations/views.ts'
import { keepVersion } from './keep-version.ts'
import { mustBePerson } from '../policy.ts'
import { findRulebookText } from '../contents/store.ts'

export interface MergeDraft {
  /** The version that was seen. */
  readonly version: number
  /** Path of a conflict → whose side. */
  readonly choices?: Readonly<Record<string, Choice>>
}

/** Brings a draft onto the release in force; where both changed the same place, somebody must choose. */
export async function mergeDraft(app: App, actor: Actor, draftId: string, input: MergeDraft): Promise<Saved> {
  const person = mustBePerson(actor)
  const draft = await mustFindDraft(app.db, draftId)
  mustBeOpen(draft)
  mustBeAt(draft, input.version)
  const inForce = await findInForce(app.db)
  if (!inForce) throw new Refusal('nothing_in_force', 'No release is in force yet: there is nothing to merge onto')
  if (draft.base === inForce.number) {
    throw new Refusal('already_so', `The draft stands on release ${inForce.number}, which is in force`)
  }
  const [base, ours, theirs] = await Promise.all([
    baseText(app.db, draft.base),
    findRulebookText(app.db, mustBeSound(draft)),
    findRulebookText(app.db, inForce.hash),
  ])
  const choices = Object.entries(input.choices ?? {})
  const outcome = await doDraftWork('merge', { base, ours, theirs, choices })
  if ('refused' in outcome) {
    const { refused } = outcome
    const first = refused[0]?.message ?? 'Both changed the same place.'
    const more = refused.length > 1 ? ` ${refused.length - 1} more place(s) like this.` : ''
    throw new Refusal('merge_conflict', `${first}${more}`, { causes: refused })
  }
  const { content, touched, faults, operations } = outcome.made
  const hash = content?.hash ?? null
  return keepVersion(app, { actor, person }, draft, {
    ...{ kind: 'merge', title: `Merged onto release ${inForce.number}`, touched, faults, operations, hash },
    ...{ isWhole: true, made: outcome.made, base: inForce.number },
    also: (trx, version) =>
      keepAudit(app, trx, actor, {
        ...{ action: 'draft.merged', subject: draftId, practice: null },
        detail: { version, hash, from: draft.base, onto: inForce.number, choices: choices.length },
      }),
  })
}
