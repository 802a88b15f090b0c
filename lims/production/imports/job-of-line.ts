import { jobCreated } from '@ils/contract/job-events'
import { openStates } from '@ils/contract/job-states'
import type { ImportedJob } from '@ils/contract/imports'
import type { Cause } from '@ils/contract/problem'
import type { Actor } from '@ils/platform/actor'
import type { Decision } from '@ils/rules/engine/decision'
import type { App } from '../../app.ts'
import { judgementOf } from '../../releases/public.ts'
import { fact, type JobOnFloor, type LensOnFloor } from '../floor/job-on-floor.ts'
import { makingOf } from '../jobs/lenses-of-decision.ts'
import { calendarOf } from '../jobs/promise-of-job.ts'
import type { Making } from '../jobs/store.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
import { latestStart } from '../promise/promise.ts'
import { localDay } from '../promise/wall-clock.ts'
import { addWorkingHours, closingOf } from '../promise/working-time.ts'
import { importedOrder, type ImportedOrder } from './imported-order.ts'
import { pastOfLine } from './past-of-line.ts'
import { walkClosed } from './walk-closed.ts'
import { walkOpen, type ToldThen } from './walk-open.ts'
import { lensesOfLine, tracksOfLine } from './way-of-line.ts'

/** A job as it will be kept, with all that is to be said of it. Its judgement gets its id when it is kept. */
export interface JobOfLine {
  readonly job: JobOnFloor
  readonly making: Making
  readonly told: readonly ToldThen[]
  readonly judgement: ReturnType<typeof judgementOf> | null
  /** What the rules in force would have said to it. */
  readonly remark: string | null
}

export type LineRead = { readonly made: JobOfLine; readonly causes?: never } | { readonly causes: readonly Cause[] }

interface Reading {
  readonly app: App
  readonly actor: Actor
  /** Of the line, for causes. */
  readonly field: string
  readonly originalId: string | null
}

/** Makes of a line the job that it tells of, or says with field, value and limit why it cannot be. */
export async function jobOfLine(line: ImportedJob, reading: Reading): Promise<LineRead> {
  const { app, actor, field } = reading
  const order = await importedOrder(app, actor, line)
  const lab = labOf(order.release.compiled)
  const now = app.clock.now()
  const isOpen = openStates.some((state) => state === line.status)
  const tracks = tracksOfLine(line, order, lab)
  const { past, causes } = pastOfLine(line, { field, now, lab, tracks })
  const lenses = lensesOfLine(line, order, lab, tracks, isOpen)
  const wrong = [...causes, ...unfit(line, lenses, { field, isOpen, now, lab })]
  if (wrong.length > 0) return { causes: wrong }
  const begun = beginning(line, order, lab, lenses, reading)
  const walk = { lab, who: FORMER, newId: () => app.ids('brk') }
  const walked = isOpen ? walkOpen(begun, past, walk) : { ...walkClosed(begun, past, walk), causes: [] }
  if (walked.causes.length > 0) return { causes: walked.causes }
  if (placeOf(walked.job.state) !== placeOf(line.status)) return { causes: [otherState(line, walked.job, field)] }
  const { configuration, decision, practice, release } = order
  const created: ToldThen = { at: begun.receivedAt, status: 'pending', facts: [createdFact(begun)] }
  return {
    made: {
      job: withStart(walked.job, lab),
      // What is over needs no programs any more; what was ordered is asked for when it is made again.
      making: { configuration, making: decision && isOpen ? makingOf(decision) : NOTHING_TO_MAKE },
      told: [created, ...walked.told],
      judgement:
        configuration && decision
          ? judgementOf({ practice, release, moment: 'order', origin: 'import', configuration, decision })
          : null,
      remark: remarkOn(line, order, reading.originalId),
    },
  }
}

function remarkOn(
  { original }: ImportedJob,
  { decision, release }: ImportedOrder,
  originalId: string | null,
): string | null {
  const remarks = [
    ...(original !== undefined && originalId === null
      ? [`no job ${original} was imported before it: kept without its original`]
      : []),
    ...(decision !== null && decision.outcome !== 'accepted'
      ? [`release ${release.number} says ${decision.outcome} to it today: ${stopping(decision)}`]
      : []),
  ]
  return remarks.length === 0 ? null : remarks.join('. ')
}

const stopping = ({ causes }: Decision): string =>
  [...new Set(causes.filter(({ severity }) => severity !== 'advise').map(({ message }) => message))].join('; ')

/** Who did what nobody is named for. */
const FORMER = 'the former system'

const NOTHING_TO_MAKE = { job: { make: {}, tolerances: [], charges: [], total: 0 }, lenses: {} }

interface Fitting {
  readonly field: string
  readonly isOpen: boolean
  readonly now: Date
  readonly lab: Lab
}

function unfit(line: ImportedJob, lenses: readonly LensOnFloor[], { field, isOpen, now, lab }: Fitting): Cause[] {
  const causes: Cause[] = []
  const say = (name: string, code: string, why: string, value: unknown, limit?: unknown): void => {
    const where = `${field}.${name}`
    causes.push({ code, field: where, message: `${where}: ${why}`, value, ...(limit !== undefined && { limit }) })
  }
  if (new Date(line.receivedAt) > now)
    say('receivedAt', 'ahead', `${line.receivedAt} lies ahead of now`, line.receivedAt)
  const ends = line.events.filter(({ type }) => type === 'shipped' || type === 'cancelled')
  if (!isOpen && (ends.length !== 1 || ends[0]?.type !== line.status)) {
    say('events', 'end', `a job that is ${line.status} has one event that says so`, ends.length, 1)
  }
  if (!isOpen && line.tray !== undefined) say('tray', 'closed', 'what has left the lab lies in no tray', line.tray)
  if (!isOpen) return causes
  if (lenses.every(({ route }) => route.length === 0)) {
    const why = 'an open job needs the way that it goes: give route, or an order that the rules in force can make'
    say('route', 'missing', why, null)
  }
  for (const [i, { step }] of (line.route ?? []).entries()) {
    if (lab.stations.has(step)) continue
    const why = `there is no station ${step} in the rules in force`
    say(`route.${i}.step`, 'unknown_station', why, step, [...lab.stations.keys()])
  }
  return causes
}

/** Where between taken and made it is, the steps say: other systems have other words for it. */
const placeOf = (state: JobOnFloor['state']): string =>
  state === 'pending' || state === 'quality_check' ? 'in_production' : state

function otherState({ status }: ImportedJob, { state }: JobOnFloor, line: string): Cause {
  const field = `${line}.status`
  const message = `${field}: ${status} is said, and by its steps and events it is ${state}`
  return { code: 'state', field, message, value: status, limit: state }
}

function beginning(
  line: ImportedJob,
  { practice, release, decision }: ImportedOrder,
  lab: Lab,
  lenses: readonly LensOnFloor[],
  { app, originalId }: Reading,
): JobOnFloor {
  const { patientRef = null, orderRef = null, kind = 'new', reason = null, priority = 'standard', tray = null } = line
  const { frameWay = 'enclosed', frameHere = frameWay !== 'to_come' } = line
  const receivedAt = new Date(line.receivedAt)
  const calendar = decision?.job.promise.calendar ?? null
  const workingHours = decision?.job.promise.workingHours ?? minutesOf(lenses) / 60
  const promisedAt = promisedBy(line, calendarOf({ calendar }, lab), workingHours)
  return {
    ...{ id: app.ids('job'), practice, patientRef, orderRef, state: 'pending', version: 1, kind, originalId, reason },
    ...{ priority, rush: RUSH[priority] ?? 0, frameWay, frameHere, tray, traySince: tray === null ? null : receivedAt },
    ...{ hold: null, release: release.number, judgementId: null, decisionHash: null, currency: lab.currency },
    ...{ total: line.total ?? decision?.job.total ?? 0, fee: null, workingHours, calendar, promisedAt },
    promisedOn: line.promisedOn ?? localDay(lab.timeZone, new Date(promisedAt.getTime() - 1)),
    ...{ firstPromisedAt: promisedAt, promiseReason: null, latestStart: promisedAt, shipped: null },
    ...{ fingerprint: null, breakages: [], imported: true, receivedAt, endedAt: null, lenses },
  }
}

const RUSH: Readonly<Record<string, number>> = { standard: 0, rush: 1, 'same-day': 2 }

function promisedBy(line: ImportedJob, calendar: ReturnType<typeof calendarOf>, hours: number): Date {
  // Noon is of that day wherever the lab is.
  if (line.promisedOn !== undefined) return closingOf(calendar, new Date(`${line.promisedOn}T12:00:00Z`))
  return closingOf(calendar, addWorkingHours(calendar, new Date(line.receivedAt), hours))
}

const minutesOf = (lenses: readonly LensOnFloor[]): number =>
  lenses.reduce((all, { route, at }) => all + route.slice(at).reduce((sum, { minutes }) => sum + minutes, 0), 0)

function withStart(job: JobOnFloor, lab: Lab): JobOnFloor {
  if (job.endedAt !== null) return job
  const { promisedAt } = job
  const remainingHours = minutesOf(job.lenses) / 60
  return { ...job, latestStart: latestStart({ calendar: calendarOf(job, lab), promisedAt, remainingHours }) }
}

function createdFact(job: JobOnFloor): ToldThen['facts'][number] {
  const { kind, originalId: original, reason, priority, frameWay, promisedOn, total, currency } = job
  const routes = Object.fromEntries(
    job.lenses.map(({ eye, route }) => [eye, route.map(({ step, at }) => ({ step, at }))]),
  )
  return fact(jobCreated, {
    kind,
    original,
    reason,
    priority,
    frameWay,
    promisedOn,
    total,
    currency,
    routes,
    rules: [],
  })
}
