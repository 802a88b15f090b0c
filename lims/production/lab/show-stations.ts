import type { AnswerOf } from '@ils/contract/endpoint'
import type { limsApi } from '@ils/contract/lims'
import type { App } from '../../app.ts'
import { reasonsAt } from '../floor/break-lens.ts'
import { countStations } from '../views.ts'
import { labOf } from './lab-of-release.ts'

type Stations = AnswerOf<(typeof limsApi)['listStations']>['stations']

/** The floor at a glance. */
export async function showStations(app: App): Promise<Stations> {
  const { release } = await app.rules.inForce(null)
  const lab = labOf(release.compiled)
  const counts = new Map((await countStations(app.db)).map((one) => [one.station, one]))
  return [...lab.stations.values()].map(({ id, label, minutes, places, machines, capacity }) => {
    const { waiting = 0, started = 0, stopped = 0, minutes: queued = 0 } = counts.get(id) ?? {}
    return {
      ...{ id, label, minutes, places, machines: [...machines], waiting, started, stopped },
      waitMinutes: Math.round((queued / capacity) * 10) / 10,
      reasons: reasonsAt(lab, id).map(({ code, label: means, fault, lost, restart }) => ({
        ...{ code, label: means, fault, lost, restart },
      })),
    }
  })
}
