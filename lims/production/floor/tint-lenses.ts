import { mustBeInTheLab, mustNotBeHeld, stationOf, type Act, type Change } from './act.ts'
import type { JobOnFloor } from './job-on-floor.ts'
import { lensesMeant } from './lenses-meant.ts'
import { endOf } from './work-steps.ts'

/** Ends the tinting of lenses; what was mixed and measured stands in the note of the move. */
export function tintLenses(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  mustNotBeHeld(job)
  const station = stationOf(act)
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
