import { lockJob } from '../../jobs/store.ts'
import { field, mustBeInTheLab, mustNotBeHeld, refused, type Act, type Change } from '../act.ts'
import { stepOf, withLens, type JobOnFloor, type LensOnFloor } from '../job-on-floor.ts'
import { keepChange } from '../keep-change.ts'
import { lensesMeant } from '../lenses-meant.ts'
import { jobRefOf } from '../read-scan.ts'
import { begin, namesOf } from '../work-steps.ts'
import type { Hands } from '../hands.ts'
import { batchAtHand } from './batch-at-hand.ts'
import { shut } from './close-batch.ts'
import { countInBatch, updateBatch, type BatchRow } from './store.ts'

/** Puts lenses into an open batch, which begins their step; the last place closes it. */
export async function addToBatch(
  hands: Hands,
  act: Act,
): Promise<{ readonly sentence: string; readonly job: JobOnFloor }> {
  const { app, trx, actor } = hands
  const batch = await batchAtHand(trx, act, 'open')
  const job = await lockJob(trx, jobRefOf(field(act.scan, 'job')))
  if (!job) {
    throw refused('not_found', `There is no job ${act.scan.job ?? ''}`, {
      ...{ code: 'unknown_job', field: 'job', value: act.scan.job },
    })
  }
  mustBeInTheLab(job)
  mustNotBeHeld(job)
  const lenses = lensesMeant(job, act, batch.station, ({ state }) => state === 'ready')
  // Counted, because what was broken or cancelled meanwhile has made room.
  const lying = await countInBatch(trx, batch.id)
  const left = batch.room - lying
  if (lenses.length > left) {
    throw refused('conflict', `Batch ${batch.id} has room for ${left} more, and these are ${lenses.length}`, {
      ...{ code: 'batch_full', field: 'batch', value: lenses.length, limit: left },
    })
  }
  const program = programOf(batch, lenses)
  const inside: Act = { ...act, scan: { ...act.scan, station: batch.station } }
  const begun = lenses.reduce<Change>(
    (change, lens) => {
      const laid = { ...lens, batch: batch.id }
      return begin({ ...change, job: withLens(change.job, lens.eye, { batch: batch.id }) }, laid, inside)
    },
    { job, facts: [], sentence: '' },
  )
  const kept = await keepChange(app, trx, actor, job, begun, act)
  const filled = { ...batch, program, lenses: lying + lenses.length }
  if (filled.lenses >= filled.room) await shut(hands, filled, 'full', act.at)
  else await updateBatch(trx, { ...filled, version: batch.version + 1 })
  const room = filled.room - filled.lenses
  return {
    job: kept,
    sentence: `Batch ${batch.id} takes ${namesOf(lenses)}; ${room === 0 ? 'full: closed' : `room for ${room} more`}`,
  }
}

/** What a batch runs: the first lenses say so where nobody did when it was opened; others do not lie with them. */
function programOf(batch: BatchRow, lenses: readonly LensOnFloor[]): string | null {
  const needed = lenses.flatMap((lens) => stepOf(lens)?.program ?? [])
  const runs = batch.program ?? needed[0] ?? null
  const other = needed.find((program) => program !== runs)
  if (other === undefined) return runs
  throw refused('conflict', `Batch ${batch.id} runs ${runs ?? 'nothing'}, and these lenses need ${other}`, {
    ...{ code: 'other_program', field: 'batch', value: other, limit: runs },
  })
}
