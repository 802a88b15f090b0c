import type { JobToEstimate } from '@ils/contract/jobs'
import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { readForMaking } from '../../releases/public.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { stationWaits } from '../load/station-waits.ts'
import { lensesOf } from './lenses-of-decision.ts'
import { firstPromise } from './promise-of-job.ts'

/** The day that CreateJob would promise now; null for what cannot be made as it is. */
export async function estimateJob(app: App, actor: Actor, asked: JobToEstimate): Promise<string | null> {
  const order = await readForMaking(app, actor, asked)
  const { decision, unreadable } = order.judge({})
  if (unreadable || decision.outcome === 'refused') return null
  const lab = labOf(order.release.compiled)
  const now = app.clock.now()
  const { workingHours, calendar } = decision.job.promise
  const ahead = { lenses: lensesOf(decision, lab, now), hold: null, workingHours: workingHours ?? 0, calendar }
  return firstPromise(ahead, { lab, now, waits: await stationWaits(app, app.db, lab) }).promisedOn
}
