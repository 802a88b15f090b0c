import type { Draft } from '@ils/contract/drafts'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { askForCheck } from './ask-for-check.ts'
import { insertDraft, insertEdit } from './store.ts'
import { emptyRulebook } from '../contents/empty-rulebook.ts'
import { findInForce } from '../activations/views.ts'
import { mustBePerson } from '../policy.ts'
import { findReleaseHash } from '../activations/views.ts'
import { keepRulebook } from '../contents/store.ts'
import { showDraft } from './show-draft.ts'

export interface StartDraft {
  readonly name: string
  readonly note?: string
  /** Number of a release; left out: the one in force; null: from nothing. */
  readonly from?: number | null
}

/** Begins a draft, from the release in force or any other. */
export async function startDraft(app: App, actor: Actor, input: StartDraft): Promise<Draft> {
  const person = mustBePerson(actor)
  const base = input.from === undefined ? ((await findInForce(app.db))?.number ?? null) : input.from
  return inTransaction(app.db, async (trx) => {
    const hash = await contentToBeginFrom(app, trx, base)
    const id = app.ids('drf')
    const at = app.clock.now()
    await insertDraft(trx, {
      ...{ id, name: input.name, note: input.note ?? '', base, version: 0, hash, good_version: 0, good_hash: hash },
      ...{ faults: [], discarded_at: null },
      ...{ created_by: person.id, created_by_name: person.name, created_at: at },
      ...{ changed_by: person.id, changed_by_name: person.name, changed_at: at },
    })
    await insertEdit(trx, {
      ...{ draft_id: id, version: 0, kind: 'begin', title: null, operations: [], touched: [], restores: null },
      ...{ content_hash: hash, hash, faults: [], base, by_id: person.id, by_name: person.name, at },
    })
    await askForCheck(app, trx, { draftId: id, version: 0, hash })
    await keepAudit(app, trx, actor, {
      ...{ action: 'draft.started', subject: id, practice: null },
      detail: { name: input.name, base },
    })
    return showDraft(trx, id)
  })
}

async function contentToBeginFrom(app: App, trx: Trx, base: number | null): Promise<string> {
  if (base === null) return keepRulebook(trx, emptyRulebook, app.clock.now())
  const hash = await findReleaseHash(trx, base)
  if (hash === undefined) throw new Refusal('not_found', `There is no release ${base}`)
  return hash
}
