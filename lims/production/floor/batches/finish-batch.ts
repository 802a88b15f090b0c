import { lockJob } from '../../jobs/store.ts'
import type { Act } from '../act.ts'
import { keepChange } from '../keep-change.ts'
import { endOf } from '../work-steps.ts'
import type { Hands } from '../hands.ts'
import { batchAtHand } from './batch-at-hand.ts'
import { jobsInBatch, updateBatch } from './store.ts'

/** Takes a batch out: the step of all that lies in it is done. What was broken meanwhile lies in it no more. */
export async function finishBatch(hands: Hands, act: Act): Promise<{ readonly sentence: string }> {
  const { app, trx, actor } = hands
  const batch = await batchAtHand(trx, act, 'closed')
  const inside: Act = { ...act, scan: { ...act.scan, station: batch.station } }
  const label = act.lab.stations.get(batch.station)?.label ?? batch.station
  let done = 0
  for (const id of await jobsInBatch(trx, batch.id)) {
    const job = await lockJob(trx, { id })
    const lenses = job?.lenses.filter((lens) => lens.batch === batch.id && lens.state === 'started') ?? []
    if (job?.endedAt !== null || lenses.length === 0) continue
    await keepChange(app, trx, actor, job, endOf(job, lenses, inside, label), act)
    done += lenses.length
  }
  await updateBatch(trx, { ...batch, state: 'finished', finished_at: act.at, version: batch.version + 1 })
  return { sentence: `Batch ${batch.id} is out: ${label} done for ${done} lenses` }
}
