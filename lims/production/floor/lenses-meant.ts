import type { Track } from '@ils/contract/job-states'
import { refused, type Act } from './act.ts'
import { lensesOnly, stepOf, type JobOnFloor, type LensOnFloor } from './job-on-floor.ts'
import { trackStop } from './track-stop.ts'

/** The lenses that a scan at a station is about: those it names, or all whose turn it is there. */
export function lensesMeant(
  job: JobOnFloor,
  act: Act,
  station: string,
  canBe: (lens: LensOnFloor) => boolean,
): readonly LensOnFloor[] {
  const named = lensesNamed(job, act, station)
  const fitting = named.filter((lens) => stepOf(lens)?.step === station && lens.stop === null && canBe(lens))
  // A lens that is named must be there; of an unnamed pair one may have been broken and be elsewhere.
  const missing =
    act.scan.eye === undefined
      ? fitting.length === 0
        ? nearestTo(named, station)
        : undefined
      : named.find((lens) => !fitting.includes(lens))
  if (missing) throw trackStop(job, missing, station, act)
  return fitting
}

/** Of several that cannot, the one whose way leads to the station says the most. */
const nearestTo = (lenses: readonly LensOnFloor[], station: string): LensOnFloor | undefined =>
  lenses.find((lens) => stepOf(lens)?.step === station) ??
  lenses.find((lens) => lens.route.some(({ step }) => step === station)) ??
  lenses[0]

function lensesNamed(job: JobOnFloor, { scan, lab }: Act, station: string): readonly LensOnFloor[] {
  const ofPair = lab.stations.get(station)?.ofPair === true
  if (ofPair) return job.lenses.filter(({ eye }) => eye === 'pair')
  if (scan.eye === undefined || scan.eye === 'both') return lensesOnly(job)
  return [lensOf(job, scan.eye)]
}

/** A lens of the job; refuses an eye that was not ordered. */
export function lensOf(job: JobOnFloor, eye: Track): LensOnFloor {
  const lens = job.lenses.find((one) => one.eye === eye)
  if (lens) return lens
  const limit = job.lenses.map((one) => one.eye)
  throw refused('track_stop', `Job ${job.id} has no ${eye} lens: it was not ordered`, {
    ...{ code: 'not_ordered', field: 'eye', value: eye, limit },
  })
}
