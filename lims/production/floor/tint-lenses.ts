import { programSlot } from '../lab/program-slot.ts'
import type { Station } from '../lab/lab-of-release.ts'
import { mustBeInTheLab, mustNotBeHeld, refused, stationOf, type Act, type Change } from './act.ts'
import type { JobOnFloor } from './job-on-floor.ts'
import { lensesMeant } from './lenses-meant.ts'
import { endOf } from './work-steps.ts'

/** Ends the tinting of lenses; what was mixed and measured stands in the note of the move. */
export function tintLenses(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  mustNotBeHeld(job)
  const station = stationOf(act)
  mustTint(act, station)
  const { program, density, note } = act.scan
  const said = [
    program === undefined ? '' : `recipe ${program}`,
    density === undefined ? '' : `${density} % measured`,
    note ?? '',
  ].filter(Boolean)
  const lenses = lensesMeant(job, act, station.id, ({ state }) => state === 'ready' || state === 'started')
  const noted: Act = said.length === 0 ? act : { ...act, scan: { ...act.scan, note: said.join(', ') } }
  return endOf(job, lenses, noted, station.label)
}

function mustTint({ lab }: Act, { id, label }: Station): void {
  if (tints(id)) return
  const limit = [...lab.stations.keys()].filter(tints)
  throw refused('conflict', `${label} tints nothing: ${limit.join(', ')} do`, {
    ...{ code: 'no_tinting', field: 'station', value: id, limit },
  })
}

const tints = (station: string): boolean => programSlot(station) === 'program.tint'
