import type { Db } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import type { StationWaits } from '../jobs/promise-of-job.ts'
import { waits } from '../promise/station-load.ts'
import { readLoads, type StationLoad } from './store.ts'

const KEEP_MS = 5000
const kept = new WeakMap<Db, { readonly until: number; readonly loads: Promise<StationLoad[]> }>()

/**
 * How long work waits at each station; counted by the sweep each minute, and read at most every few seconds. It is read
 * with the caller's own connection: a transaction that waited for a second one would wait for others that do the same.
 */
export async function stationWaits(app: Pick<App, 'pool'>, db: Db, lab: Lab): Promise<StationWaits> {
  const now = performance.now()
  let known = kept.get(app.pool)
  if (!known || known.until < now) {
    const loads = readLoads(db)
    known = { until: now + KEEP_MS, loads }
    kept.set(app.pool, known)
    // A database that was away is asked again at once.
    loads.catch(() => kept.delete(app.pool))
  }
  const stations = [...lab.stations.values()].map(({ id, places, machines }) => ({
    ...{ station: id, places, machines: Math.max(1, machines.length) },
  }))
  return waits(await known.loads, stations)
}
