import { jobInspected } from '@ils/contract/job-events'
import { field, mustBeInTheLab, mustNotBeHeld, stationOf, whereAndWho, type Act, type Change } from './act.ts'
import { eyeOf } from './break-lens.ts'
import { eyeName, fact, lensesOnly, stepOf, withLens, type JobOnFloor } from './job-on-floor.ts'
import { lensOf } from './lenses-meant.ts'
import { trackStop } from './track-stop.ts'

export interface Verdict {
  readonly passed: boolean
  readonly causes: readonly string[]
  readonly rules: readonly string[]
}

/** Keeps what was measured and what the tolerances of the decision say to it; a reason passes what failed. */
export function inspectLens(job: JobOnFloor, act: Act, { passed, causes, rules }: Verdict): Change {
  const { eye, why, measured } = mayInspect(job, act)
  const verdict = passed ? 'pass' : why === undefined ? 'fail' : 'overridden'
  const next = withLens(job, eye, { passed: verdict !== 'fail', station: field(act.scan, 'station') })
  return {
    job: next,
    facts: [
      fact(jobInspected, {
        ...whereAndWho(act),
        ...{ eye, verdict, measured, why: passed ? null : (why ?? null), causes: [...causes], rules: [...rules] },
      }),
    ],
    sentence:
      verdict === 'pass'
        ? `${eyeName(eye)} is within tolerance`
        : `${eyeName(eye)} is out of tolerance: ${causes.join('; ')}${verdict === 'overridden' ? `; passed: ${why ?? ''}` : ''}`,
    verdict,
  }
}

/** The lens stands where it can be inspected: before or in the step of that station, its own or the pair's. */
export function mayInspect(job: JobOnFloor, act: Act) {
  mustBeInTheLab(job)
  mustNotBeHeld(job)
  const station = stationOf(act)
  const eye = eyeOf(act)
  const lens = lensOf(job, eye)
  const where = station.ofPair ? (job.lenses.find((one) => one.eye === 'pair') ?? lens) : lens
  const step = stepOf(where)
  if (step?.step !== station.id || where.state === 'waiting') throw trackStop(job, where, station.id, act)
  return { eye, lens, why: act.scan.why, measured: field(act.scan, 'measured'), alone: lensesOnly(job).length === 1 }
}
