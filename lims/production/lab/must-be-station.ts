import { Refusal } from '@ils/platform/refusal'
import type { Lab } from './lab-of-release.ts'

export function mustBeStation({ stations }: Lab, station: string): void {
  if (stations.has(station)) return
  const message = `There is no station ${station} in the rules in force`
  const limit = [...stations.keys()]
  throw new Refusal('not_found', message, {
    causes: [{ code: 'unknown_station', field: 'params.station', message, value: station, limit }],
  })
}
