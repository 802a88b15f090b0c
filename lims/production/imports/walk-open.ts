import type { Scan } from '@ils/contract/floor'
import type { Verb } from '@ils/contract/floor-verbs'
import type { Cause } from '@ils/contract/problem'
import { Refusal } from '@ils/platform/refusal'
import type { Act, Change } from '../floor/act.ts'
import { breakLens } from '../floor/break-lens.ts'
import { withTurns } from '../floor/flow.ts'
import { holdJob, resumeJob } from '../floor/hold-and-resume.ts'
import { inspectLens } from '../floor/inspect-lens.ts'
import { withLens, type JobFact, type JobOnFloor } from '../floor/job-on-floor.ts'
import { settled } from '../floor/settle.ts'
import { finishStep, startStep } from '../floor/work-steps.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import type { PastEvent } from './past-of-line.ts'

/** What was said at one moment, and where the job stood then. */
export interface ToldThen {
  readonly at: Date
  readonly status: JobOnFloor['state']
  readonly facts: readonly JobFact[]
}

export interface Walked {
  readonly job: JobOnFloor
  readonly told: readonly ToldThen[]
  readonly causes: readonly Cause[]
}

interface Walk {
  readonly lab: Lab
  readonly who: string
  readonly newId: () => string
}

/**
 * A job that is still on its way is taken along its past by the verbs of the floor themselves: where it stands afterwards
 * is a place at which the floor can go on, and no step was left out.
 */
export function walkOpen(begun: JobOnFloor, past: readonly PastEvent[], walk: Walk): Walked {
  let job = withTurns(begun, walk.lab)
  const told: ToldThen[] = []
  for (const event of past) {
    try {
      for (const [verb, eye] of actsOf(event)) {
        const change = actThen(job, actOf(event, verb, eye, job, walk), walk)
        const next = settled(change, job, walk.lab, change.because ?? null)
        told.push({ at: event.at, status: next.job.state, facts: next.facts })
        job = next.job
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // What follows stands on what could not be: it would only repeat it.
      return { job, told, causes: [refusedThen(event, error)] }
    }
  }
  return { job, told, causes: [] }
}

type Eye = 'right' | 'left' | undefined

/** The verbs that say the same: of a lens each for itself, of the pair and the whole job without an eye. */
function actsOf({ type, tracks }: PastEvent): readonly (readonly [Verb, Eye])[] {
  const verb = VERBS[type]
  if (verb === 'hold' || verb === 'resume' || verb === 'ship' || verb === 'cancel') return [[verb, undefined]]
  return tracks.map((track) => [verb, track === 'pair' ? undefined : track])
}

const VERBS = {
  started: 'start',
  finished: 'finish',
  breakage: 'break',
  held: 'hold',
  resumed: 'resume',
  inspected: 'inspect',
  shipped: 'ship',
  cancelled: 'cancel',
} as const satisfies Record<PastEvent['type'], Verb>

function actThen(job: JobOnFloor, act: Act, { newId }: Walk): Change {
  const { verb } = act.scan
  switch (verb) {
    case 'start':
      return startStep(job, act)
    case 'finish':
      return finishStep(asFinished(job, act), act)
    case 'break':
      return breakLens(job, act, newId())
    case 'hold':
      return holdJob(job, act)
    case 'resume':
      return resumeJob(job, act)
    case 'inspect':
      return inspectLens(job, act, { passed: act.scan.why === undefined, causes: [], rules: [] })
    default: {
      const message = `an open job was not ${verb === 'ship' ? 'shipped' : 'cancelled'}`
      throw new Refusal('conflict', message, { causes: [{ code: 'is_open', field: 'type', message, value: verb }] })
    }
  }
}

/** What another system says is finished had its blank, and passed what it had to pass. */
function asFinished(job: JobOnFloor, { scan, lab }: Act): JobOnFloor {
  const station = scan.station === undefined ? undefined : lab.stations.get(scan.station)
  if (!station) return job
  return job.lenses
    .filter(({ eye }) => eye !== 'pair' && (station.ofPair || scan.eye === undefined || scan.eye === eye))
    .reduce(
      (next, { eye }) =>
        withLens(next, eye, {
          ...(station.id === 'pick' && { picked: true }),
          ...(station.inspects && { passed: true }),
        }),
      job,
    )
}

function actOf(event: PastEvent, verb: Verb, eye: Eye, job: JobOnFloor, { lab, who, newId }: Walk): Act {
  const { at, station, operator = who, machine, reason, fault, owner, measured, verdict } = event
  const scan: Scan = {
    ...{ scanId: newId(), verb, job: job.id },
    ...(station !== undefined && { station }),
    ...(eye !== undefined && { eye }),
    ...(machine !== undefined && { machine }),
    ...(reason !== undefined && { reason }),
    ...(fault !== undefined && { fault }),
    ...(owner !== undefined && { owner }),
    ...(verb === 'inspect' && { measured: measured ?? {} }),
    ...(verdict === 'overridden' && { why: reason ?? 'as imported' }),
  }
  return { scan, at, operator, lab }
}

function refusedThen({ field, type, station }: PastEvent, { message, causes }: Refusal): Cause {
  const [first] = causes
  const where = first?.field === 'reason' ? `${field}.reason` : station === undefined ? field : `${field}.station`
  return {
    ...{ code: first?.code ?? 'not_possible', field: where, message: `${where}: ${type} cannot be: ${message}` },
    ...{ value: first?.value ?? station ?? type, ...(first?.limit !== undefined && { limit: first.limit }) },
  }
}
