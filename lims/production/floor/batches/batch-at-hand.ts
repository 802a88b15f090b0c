import type { Trx } from '@ils/platform/db/database'
import { field, refused, type Act } from '../act.ts'
import { lockBatch, type BatchRow } from './store.ts'

/** The batch that is scanned, locked, and in the state that the act needs. */
export async function batchAtHand(trx: Trx, { scan }: Act, state: BatchRow['state']): Promise<BatchRow> {
  const id = field(scan, 'batch')
  const batch = await lockBatch(trx, id)
  if (!batch)
    throw refused('not_found', `There is no batch ${id}`, { code: 'unknown_batch', field: 'batch', value: id })
  if (batch.state !== state) {
    throw refused('conflict', `Batch ${id} is ${batch.state}, and must be ${state}`, {
      ...{ code: 'batch_state', field: 'batch', value: batch.state, limit: state },
    })
  }
  return batch
}
