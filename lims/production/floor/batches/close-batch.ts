import { batchClosed } from '@ils/contract/job-events'
import { record } from '@ils/platform/events/record-event'
import { refused, type Act } from '../act.ts'
import type { Hands } from '../hands.ts'
import { batchAtHand } from './batch-at-hand.ts'
import { countInBatch, updateBatch, type BatchRow } from './store.ts'

export async function closeBatch(hands: Hands, act: Act): Promise<{ readonly sentence: string }> {
  const batch = await batchAtHand(hands.trx, act, 'open')
  const lenses = await countInBatch(hands.trx, batch.id)
  if (lenses === 0) {
    throw refused('conflict', `Batch ${batch.id} is empty`, { code: 'batch_empty', field: 'batch', value: 0, limit: 1 })
  }
  await shut(hands, { ...batch, lenses }, 'asked', act.at)
  return { sentence: `Batch ${batch.id} runs with ${lenses} of ${batch.room} lenses` }
}

/** It takes no more and begins. */
export async function shut(
  { app, trx, actor }: Hands,
  batch: BatchRow,
  because: 'full' | 'due' | 'asked',
  at: Date,
): Promise<void> {
  const next: BatchRow = { ...batch, state: 'closed', closed_at: at, version: batch.version + 1 }
  await updateBatch(trx, next)
  const { id, station, machine, program, lenses } = next
  const data = { batch: id, station, machine, program, lenses, because }
  await record(app, trx, batchClosed, { subject: id, subjectVersion: next.version, practice: null, at, data }, actor)
}
