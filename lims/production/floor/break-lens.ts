import { jobBreakage, jobBreakageReversed } from '@ils/contract/job-events'
import type { Track } from '@ils/contract/job-states'
import type { Lab } from '../lab/lab-of-release.ts'
import type { BreakageReason } from '../lab/lab-of-release.ts'
import { field, mustBeInTheLab, refused, stationOf, whereAndWho, type Act, type Change } from './act.ts'
import { withTurns } from './flow.ts'
import {
  eyeName,
  fact,
  lensesOnly,
  stepOf,
  withLens,
  type Breakage,
  type JobOnFloor,
  type LensOnFloor,
} from './job-on-floor.ts'
import { lensOf } from './lenses-meant.ts'

/**
 * A lens is lost, or must be worked again: it goes back to the step that its reason names, and its fellow waits where
 * both meet again. The pair is not broken: a pair already mounted comes apart.
 */
export function breakLens(job: JobOnFloor, act: Act, breakageId: string): Change {
  mustBeInTheLab(job)
  const station = stationOf(act)
  const reason = reasonAt(act, station.id)
  const eyes: readonly Track[] = act.scan.eye === 'both' ? lensesOnly(job).map(({ eye }) => eye) : [eyeOf(act)]
  const fault = act.scan.fault ?? reason.fault
  return eyes.reduce<Change>(
    (change, eye) => {
      const lens = lensOf(change.job, eye)
      mustBeThere(change.job, lens)
      const restart = restartOf(lens, reason)
      const step = lens.route[restart]?.step ?? ''
      const pair = change.job.lenses.find((one) => one.eye === 'pair')
      const breakage: Breakage = {
        ...{ id: `${breakageId}-${eye}`, eye, reason: reason.code, fault, lost: reason.lost, station: station.id },
        at: act.at.toISOString(),
        before: pickedFrom(lens),
        ...(pair && { pairAt: pair.at }),
        reversed: false,
      }
      const broken = withLens(change.job, eye, {
        ...{ at: restart, state: 'waiting', station: station.id, since: act.at, passed: false, batch: null },
        ...(reason.lost && { attempt: lens.attempt + 1, picked: false, lot: null }),
      })
      const apart = pairApart(broken, act)
      const breakages = [...apart.breakages, breakage]
      return {
        ...change,
        job: withTurns({ ...apart, breakages }, act.lab),
        facts: [
          ...change.facts,
          fact(jobBreakage, {
            ...whereAndWho(act),
            ...{ breakage: breakage.id, eye, reason: reason.code, means: reason.label, fault, lost: reason.lost },
            ...{ restart: step, attempt: lens.attempt + (reason.lost ? 1 : 0), opc: lens.opc },
          }),
        ],
        sentence: `${change.sentence}${eyeName(eye)}: ${reason.label}; back to ${act.lab.stations.get(step)?.label ?? step}. `,
      }
    },
    { job, facts: [], sentence: '', because: `breakage at ${station.label.toLowerCase()}` },
  )
}

/** The newest breakage of a lens that is not taken back was none: the lens stands where it stood. */
export function reverseBreakage(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  const eye = eyeOf(act)
  const lens = lensOf(job, eye)
  const breakage = job.breakages.findLast((one) => one.eye === eye && !one.reversed)
  if (!breakage) {
    throw refused('already_so', `${eyeName(eye)} of job ${job.id} has no breakage to take back`, {
      ...{ code: 'no_breakage', field: 'eye', value: eye },
    })
  }
  if (breakage.lost && lens.picked) {
    const message = `A new blank was picked for ${eyeName(eye)} of job ${job.id}: put it back first (pick, mode reverse)`
    throw refused('conflict', message, { code: 'picked_anew', field: 'eye', value: lens.opc })
  }
  const { before } = breakage
  if (lens.at > before.at) {
    const message = `${eyeName(eye)} of job ${job.id} was worked on since, and is further than it was: nothing is to be taken back`
    throw refused('conflict', message, { code: 'worked_on', field: 'eye', value: eye })
  }
  const back = withLens(job, eye, { ...before, state: 'waiting', since: act.at, batch: null })
  const breakages = job.breakages.map((one) => (one.id === breakage.id ? { ...one, reversed: true } : one))
  const next = withTurns({ ...pairTogether(back, breakage.pairAt), breakages }, act.lab)
  const backTo = stepOf(lensOf(next, eye))?.step ?? null
  const why = field(act.scan, 'why')
  return {
    job: next,
    facts: [fact(jobBreakageReversed, { ...whereAndWho(act), breakage: breakage.id, eye, why, backTo })],
    sentence: `The breakage of ${eyeName(eye)} is taken back; it stands before ${backTo ?? 'nothing more'}`,
    because: 'a breakage was taken back',
  }
}

/** Before its blank is picked there is nothing to break: the wrong job or eye was scanned. */
function mustBeThere(job: JobOnFloor, lens: LensOnFloor): void {
  const pick = lens.route.findIndex(({ step }) => step === 'pick')
  if (lens.picked || pick < lens.at) return
  const message = `No blank was picked for ${eyeName(lens.eye)} of job ${job.id} yet: there is nothing to break`
  throw refused('track_stop', message, { code: 'not_picked', field: 'eye', value: lens.eye })
}

const pickedFrom = ({ at, attempt, opc, lot, picked, passed }: LensOnFloor): Breakage['before'] => ({
  ...{ at, attempt, opc, lot, picked, passed },
})

/**
 * What was mounted is taken apart: the pair begins again at its first step behind all steps of its lenses. What was done
 * with the frame alone before, as tracing it, stays done.
 */
function pairApart(job: JobOnFloor, act: Act): JobOnFloor {
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  if (!pair) return job
  const last = Math.max(...lensesOnly(job).map((lens) => lens.route.at(-1)?.at ?? 0))
  const restart = pair.route.findIndex(({ at }) => at > last)
  if (restart < 0 || pair.at < restart || (pair.at === restart && pair.state !== 'started')) return job
  const apart = withLens(job, 'pair', { at: restart, state: 'waiting', passed: false, since: act.at })
  // A lens that has its own way behind it passed in the pair's inspection: put together anew, it is looked at anew.
  return {
    ...apart,
    lenses: apart.lenses.map((lens) => (lens.eye !== 'pair' && !stepOf(lens) ? { ...lens, passed: false } : lens)),
  }
}

/** The pair was never apart: it stands where it stood, as far as neither lens is behind by another breakage. */
function pairTogether(job: JobOnFloor, pairAt: number | undefined): JobOnFloor {
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  if (!pair || pairAt === undefined) return job
  const soonest = Math.min(...lensesOnly(job).map((lens) => stepOf(lens)?.at ?? Infinity))
  const behind = pair.route.findIndex(({ at }) => at > soonest)
  const at = Math.min(pairAt, behind < 0 ? pair.route.length : behind)
  return at <= pair.at ? job : withLens(job, 'pair', { at, state: 'waiting' })
}

/** Where the lens begins again: never ahead of where it stands. */
function restartOf(lens: LensOnFloor, reason: BreakageReason): number {
  const named = lens.route.findIndex(({ step }) => step === reason.restart)
  const pick = lens.route.findIndex(({ step }) => step === 'pick')
  const wanted = named >= 0 ? named : Math.max(0, pick)
  return Math.min(wanted, lens.at)
}

function reasonAt({ scan, lab }: Act, station: string): BreakageReason {
  const code = field(scan, 'reason')
  const reason = lab.reasons.get(code)
  const fitting = reasonsAt(lab, station)
  if (reason && fitting.includes(reason)) return reason
  const limit = fitting.map((one) => one.code)
  const message = reason
    ? `reason: ${code} (${reason.label}) is not a reason at ${station}: ${limit.join(', ')}`
    : `reason: there is no reason ${code}; at ${station} there are ${limit.join(', ')}`
  throw refused('invalid_request', message, { code: 'unknown_reason', field: 'reason', value: code, limit })
}

/** The reasons that can be given at a station. */
export const reasonsAt = ({ reasons }: Lab, station: string): BreakageReason[] =>
  [...reasons.values()].filter((one) => one.anywhere || one.stations.has(station))

/** One lens: `both` is not one. */
export function eyeOf({ scan }: Act): 'right' | 'left' {
  const eye = field(scan, 'eye')
  if (eye !== 'both') return eye
  throw refused('invalid_request', `eye: ${scan.verb} is said of one lens: right or left`, {
    ...{ code: 'one_eye', field: 'eye', value: eye, limit: ['right', 'left'] },
  })
}
