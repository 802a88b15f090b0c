import { Refusal } from '@ils/platform/refusal'
import type { Change } from '@ils/rules/rulebook/change'
import type { App } from '../../app.ts'
import { baseText } from '../contents/base-text.ts'
import { doDraftWork } from './do-draft-work.ts'
import { mustFindDraft } from './policy.ts'
import { findInForce } from '../activations/views.ts'
import { findRulebookText } from '../contents/store.ts'

export interface DraftChanges {
  /** The release it is compared with; null: with nothing. */
  readonly against: number | null
  readonly changes: Change[]
}

/** What the last sound version of a draft changes. */
export async function compareDraft(app: App, draftId: string, against: 'base' | 'in_force'): Promise<DraftChanges> {
  const draft = await mustFindDraft(app.db, draftId)
  const inForce = against === 'in_force' ? await findInForce(app.db) : undefined
  if (against === 'in_force' && !inForce) throw new Refusal('nothing_in_force', 'No release is in force yet')
  const number = inForce?.number ?? draft.base
  const [before, after] = await Promise.all([
    inForce ? findRulebookText(app.db, inForce.hash) : baseText(app.db, draft.base),
    goodText(app, draft.good_hash),
  ])
  return { against: number, changes: [...(await doDraftWork('compare', { before, after }))] }
}

/** A draft begins with a sound content, so there always is one. */
function goodText(app: App, hash: string | null): Promise<string> {
  if (hash === null) throw new Error('a draft never was sound')
  return findRulebookText(app.db, hash)
}
