import * as told from '@ils/contract/job-events'
import type { JobState, Track } from '@ils/contract/job-states'
import { fact, withLens, type JobFact, type JobOnFloor } from '../floor/job-on-floor.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import type { PastEvent } from './past-of-line.ts'
import type { ToldThen } from './walk-open.ts'

interface Walk {
  readonly lab: Lab
  readonly who: string
}

/** What is over is told as it was told: nobody goes on with it, so that its way need not be ours. */
export function walkClosed(
  begun: JobOnFloor,
  past: readonly PastEvent[],
  walk: Walk,
): { job: JobOnFloor; told: ToldThen[] } {
  let job = begun
  const all: ToldThen[] = []
  const comeTo = (state: JobState, at: Date, facts: readonly JobFact[], reason: string | null): void => {
    const changed = job.state === state ? [] : [fact(told.jobStatusChanged, { from: job.state, reason })]
    job = { ...job, state }
    all.push({ at, status: state, facts: [...facts, ...changed] })
  }
  for (const event of past) {
    const facts = event.tracks.length === 0 ? [] : factsOf(job, event, walk)
    job = after(job, event, walk)
    // Nothing is given out that was not made before.
    if (event.type === 'shipped' && job.state !== 'completed') comeTo('completed', event.at, [], null)
    comeTo(stateAfter(job, event, walk.lab), event.at, facts, event.reason ?? null)
  }
  const shipped = job.state === 'shipped'
  const lenses = job.lenses.map((lens) =>
    shipped
      ? { ...lens, at: lens.route.length, state: 'done' as const, picked: true, since: all.at(-1)?.at ?? lens.since }
      : lens,
  )
  return { job: { ...job, lenses }, told: all }
}

function stateAfter(job: JobOnFloor, { type, station, tracks }: PastEvent, lab: Lab): JobState {
  if (type === 'shipped' || type === 'cancelled') return type
  if (type === 'held') return 'on_hold'
  if (job.hold !== null) return 'on_hold'
  const looked = station !== undefined && lab.stations.get(station)?.quality === true && tracks.includes('pair')
  if (looked && type !== 'breakage') return 'quality_check'
  if (type === 'resumed' && job.lenses.every(({ at, attempt }) => at === 0 && attempt === 1)) return 'pending'
  return job.state === 'quality_check' && type !== 'breakage' ? 'quality_check' : 'in_production'
}

/** What an event leaves behind: only what is asked of a job that is over. */
function after(job: JobOnFloor, event: PastEvent, walk: Walk): JobOnFloor {
  const { type, station = null, at, reason = '', carrier = '', tracking = null } = event
  switch (type) {
    case 'finished':
      return event.tracks.reduce((next, eye) => withDone(next, eye, station ?? '', at), job)
    case 'breakage':
      return event.tracks.reduce((next, eye) => withBreakage(next, eye, event, walk), job)
    case 'held':
      return { ...job, hold: { code: null, reason, owner: null, until: null, since: at.toISOString() } }
    case 'resumed':
      return { ...job, hold: null }
    case 'shipped':
      return { ...job, hold: null, shipped: { carrier, tracking, at: at.toISOString() }, endedAt: at }
    case 'cancelled':
      return { ...job, hold: null, fee: event.fee ?? 0, endedAt: at }
    default:
      return job
  }
}

/** The row of the job and the event say one name. */
const breakageId = ({ id, breakages }: JobOnFloor, more: number): string =>
  `${id}-breakage-${breakages.length + more + 1}`

function withDone(job: JobOnFloor, eye: Track, step: string, since: Date): JobOnFloor {
  const lens = job.lenses.find((one) => one.eye === eye)
  const place = lens?.route.findIndex((one) => one.step === step) ?? -1
  return place < 0 || !lens ? job : withLens(job, eye, { at: Math.max(lens.at, place + 1), station: step, since })
}

function withBreakage(job: JobOnFloor, eye: Track, event: PastEvent, { lab }: Walk): JobOnFloor {
  const lens = job.lenses.find((one) => one.eye === eye)
  if (!lens) return job
  const { reason = '', station = '', at } = event
  const { at: stood, attempt, opc, lot, picked, passed } = lens
  const known = lab.reasons.get(reason)
  const lost = known?.lost !== false
  const before = { at: stood, attempt, opc, lot, picked, passed }
  const breakage = {
    ...{ id: breakageId(job, 0), eye, reason, fault: event.fault ?? known?.fault ?? ('lab' as const), lost, station },
    ...{ at: at.toISOString(), before, reversed: false },
  }
  const back = withLens(job, eye, { at: 0, attempt: attempt + (lost ? 1 : 0) })
  return { ...back, breakages: [...job.breakages, breakage] }
}

function factsOf(job: JobOnFloor, event: PastEvent, { lab, who }: Walk): JobFact[] {
  const { type, station = null, operator = who, machine = null, reason = '', owner = null } = event
  const where = { station, operator, machine, scanId: null, note: null }
  switch (type) {
    case 'started':
    case 'finished':
      return event.tracks.map((eye) =>
        fact(told.jobMoved, { ...where, eye, did: type, ...stepOf(job, eye, event), batch: null }),
      )
    case 'breakage':
      return event.tracks.map((eye, i) => {
        const known = lab.reasons.get(reason)
        const lens = job.lenses.find((one) => one.eye === eye)
        const lost = known?.lost !== false
        return fact(told.jobBreakage, {
          ...{ ...where, breakage: breakageId(job, i), eye, reason, means: known?.label ?? reason, lost },
          ...{ fault: event.fault ?? known?.fault ?? 'lab', restart: known?.restart ?? lens?.route[0]?.step ?? '' },
          ...{ attempt: (lens?.attempt ?? 1) + (lost ? 1 : 0), opc: lens?.opc ?? null },
        })
      })
    case 'held':
      return [fact(told.jobHeld, { ...where, code: null, reason, owner, until: null, rules: [] })]
    case 'resumed':
      return [fact(told.jobResumed, { ...where, why: event.reason ?? null })]
    case 'inspected':
      return event.tracks.map((eye) =>
        fact(told.jobInspected, {
          ...{ ...where, eye, verdict: event.verdict ?? 'pass', measured: event.measured ?? {} },
          ...{ why: event.verdict === 'overridden' ? reason : null, causes: [], rules: [] },
        }),
      )
    case 'shipped':
      return [fact(told.jobShipped, { ...where, carrier: event.carrier ?? '', tracking: event.tracking ?? null })]
    case 'cancelled':
      return [fact(told.jobCancelled, { ...where, reason, fee: event.fee ?? 0, currency: job.currency, rules: [] })]
  }
}

function stepOf(job: JobOnFloor, eye: Track, { type, station = '' }: PastEvent): { step: string; next: string | null } {
  if (type === 'started') return { step: station, next: station }
  const route = job.lenses.find((one) => one.eye === eye)?.route ?? []
  return { step: station, next: route[route.findIndex(({ step }) => step === station) + 1]?.step ?? null }
}
