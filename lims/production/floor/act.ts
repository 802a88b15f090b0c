import type { Cause } from '@ils/contract/problem'
import type { Scan } from '@ils/contract/floor'
import type { ScanField } from '@ils/contract/floor-verbs'
import type { JobState } from '@ils/contract/job-states'
import { Refusal } from '@ils/platform/refusal'
import type { Lab, Station } from '../lab/lab-of-release.ts'
import type { JobFact, JobOnFloor } from './job-on-floor.ts'

/** One act, with what was left out of it filled in. */
export interface Act {
  readonly scan: Scan
  readonly at: Date
  readonly operator: string
  readonly lab: Lab
}

/** What an act makes of a job. */
export interface Change {
  readonly job: JobOnFloor
  readonly facts: readonly JobFact[]
  /** For whoever scanned. */
  readonly sentence: string
  readonly stock?: readonly string[]
  readonly verdict?: 'pass' | 'fail' | 'overridden'
  /** Why the promise may move, in words. */
  readonly because?: string
}

/** Who, where and with what, as every event of the floor says it. */
export const whereAndWho = ({ scan, operator }: Act) => ({
  station: scan.station ?? null,
  operator,
  machine: scan.machine ?? null,
  scanId: scan.scanId,
  note: scan.note ?? null,
})

/** The field's value; that it is there was checked by the table of verbs. */
export function field<F extends ScanField>(scan: Scan, name: F): NonNullable<Scan[F]> {
  const value = scan[name]
  if (value === undefined) throw new Error(`the scan has no ${name}`)
  return value
}

export function stationOf({ scan, lab }: Act): Station {
  const id = field(scan, 'station')
  const station = lab.stations.get(id)
  if (station) return station
  const message = `station: there is no station ${id} in the rules in force`
  const limit = [...lab.stations.keys()]
  throw refused('not_found', message, { code: 'unknown_station', field: 'station', value: id, limit })
}

const over: readonly JobState[] = ['shipped', 'cancelled']

/** What has left the lab is not worked on any more. */
export function mustBeInTheLab(job: JobOnFloor): void {
  if (!over.includes(job.state)) return
  const message = `Job ${job.id} was ${job.state} on ${job.endedAt?.toISOString().slice(0, 10) ?? 'an earlier day'}`
  throw refused('job_over', message, { code: 'job_over', field: 'job', value: job.state })
}

export function mustNotBeHeld(job: JobOnFloor): void {
  if (!job.hold) return
  const { reason, owner } = job.hold
  const message = `Job ${job.id} is on hold: ${reason}${owner === null ? '' : ` (${owner} has to act)`}`
  throw refused('track_stop', message, { code: 'on_hold', field: 'job', value: reason })
}

export function refused(
  code: ConstructorParameters<typeof Refusal>[0],
  message: string,
  cause: Omit<Cause, 'message'> & { readonly message?: string },
): Refusal {
  return new Refusal(code, message, { causes: [{ message, ...cause }] })
}
