import type { Impact } from '@ils/contract/impacts'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findInForce } from '../activations/views.ts'
import { findImpact, type ImpactRow } from './store.ts'

export async function mustFindImpact(db: Db, id: string): Promise<ImpactRow> {
  const row = await findImpact(db, id)
  if (!row) throw new Refusal('not_found', `There is no impact preview ${id}`)
  return row
}

/** A preview as everybody sees it; refuses one that is not there. */
export async function showImpact(db: Db, id: string): Promise<Impact> {
  return impactFrom(await mustFindImpact(db, id), (await findInForce(db))?.hash)
}

/** Of the draft as it is now, against what is in force now. */
export const isCurrent = (row: ImpactRow, inForce: string | undefined): boolean =>
  row.before_hash === inForce && row.after_hash === row.draft_hash

export function impactFrom(row: ImpactRow, inForce: string | undefined): Impact {
  return {
    ...{ id: row.id, draftId: row.draft_id, version: row.version, before: row.before_hash, after: row.after_hash },
    ...{ state: row.state, wanted: row.wanted, total: row.total, judged: row.judged, changed: row.changed },
    ...{ priceDifference: row.price_difference, tallies: row.tallies, sentences: row.sentences },
    current: isCurrent(row, inForce),
    startedBy: { id: row.by_id, name: row.by_name },
    startedAt: row.at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    failure: row.failure,
    acknowledged: row.acknowledged.map(({ id, name, at }) => ({ by: { id, name }, at: new Date(at).toISOString() })),
  }
}
