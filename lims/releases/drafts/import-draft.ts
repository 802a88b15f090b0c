import type { Saved } from '@ils/contract/draft-edits'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { doDraftWork } from './do-draft-work.ts'
import { sourceOf } from './draft-content.ts'
import { mustBeAt, mustBeOpen, mustFindDraft } from './policy.ts'
import type { Brought } from './draft-work.ts'
import { keepVersion, keptAsItIs } from './keep-version.ts'
import { mustBePerson } from '../policy.ts'

export interface ImportDraft {
  /** The version that was seen. */
  readonly version: number
  readonly title?: string
  readonly brought: Brought
}

/** Replaces the draft by the files of a folder; what cannot be read as a rulebook changes nothing. */
export async function importDraft(app: App, actor: Actor, draftId: string, input: ImportDraft): Promise<Saved> {
  const person = mustBePerson(actor)
  const draft = await mustFindDraft(app.db, draftId)
  mustBeOpen(draft)
  const source = await sourceOf(app.db, draftId, draft.version)
  const outcome = await doDraftWork('replace', { source, brought: input.brought })
  if ('refused' in outcome) {
    const [first] = outcome.refused
    const where = first && first.field !== 'body' ? `${first.field}: ` : ''
    throw new Refusal('bad_rulebook', `${where}${first?.message ?? 'It cannot be read.'}`, { causes: outcome.refused })
  }
  const { content, touched, faults, operations } = outcome.made
  const hash = content?.hash ?? null
  // The same again is no other version, not even for somebody whose first answer was lost.
  if (hash === draft.hash) return keptAsItIs(app, draft)
  mustBeAt(draft, input.version)
  return keepVersion(app, { actor, person }, draft, {
    ...{ kind: 'import', title: input.title ?? null, touched, faults, operations, base: draft.base, hash },
    ...{ isWhole: true, made: outcome.made },
    also: (trx, version) =>
      keepAudit(app, trx, actor, {
        ...{ action: 'draft.imported', subject: draftId, practice: null },
        detail: { version, hash, operations: operations.length },
      }),
  })
}
