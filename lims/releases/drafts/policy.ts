import type { Cause } from '@ils/contract/problem'
import type { Db, Trx } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findDraft, lockDraft, type DraftRow } from './store.ts'

export async function mustFindDraft(db: Db, draftId: string): Promise<DraftRow> {
  return orRefuse(await findDraft(db, draftId), draftId)
}

/** For a change: held until the transaction ends. */
export async function mustHoldDraft(trx: Trx, draftId: string): Promise<DraftRow> {
  return orRefuse(await lockDraft(trx, draftId), draftId)
}

function orRefuse(draft: DraftRow | undefined, draftId: string): DraftRow {
  if (!draft) throw new Refusal('not_found', `There is no draft ${draftId}`)
  return draft
}

/** What is published is a release, and releases do not change; what lies in the bin is taken out first. */
export function mustBeOpen({ release, discarded_at }: DraftRow): void {
  if (release !== null) throw new Refusal('draft_closed', `The draft is release ${release}: begin a new one`)
  if (discarded_at) throw new Refusal('draft_closed', 'The draft was discarded: take it out of the bin first')
}

/** Whoever saw another version has not seen what they would write over. */
export function mustBeAt(draft: DraftRow, seen: number): void {
  const { version, changed_by_name: who, changed_at: at } = draft
  if (version === seen) return
  const message = `The draft is at version ${version}, changed by ${who} at ${at.toISOString()}; you saw version ${seen}`
  const cause: Cause = { code: 'version', field: 'version', message, value: seen, limit: version }
  throw new Refusal('draft_changed', message, { causes: [cause] })
}

/** The content of this very version, where it can be judged by. */
export function mustBeSound({ hash, faults }: DraftRow): string {
  if (hash !== null) return hash
  const message = `${faults.length} fault(s) keep the draft from being judged by: mend them first`
  throw new Refusal('gate_shut', message, { causes: [{ code: 'sound', field: 'sound', message }] })
}
