import { jobCreated, jobHeld, jobRemade } from '@ils/contract/job-events'
import type { JobKind, NewJob } from '@ils/contract/jobs'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction, isRunAgain, NotAsExpected } from '@ils/platform/db/transaction'
import type { Decision } from '@ils/rules/engine/decision'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { App } from '../../app.ts'
import { judgementToKeep, readForMaking, type KeptJudgement, type OrderForMaking } from '../../releases/public.ts'
import { reserveBlanks } from '../../stock/public.ts'
import { withTurns } from '../floor/flow.ts'
import { fact, type Hold, type JobFact, type JobOnFloor } from '../floor/job-on-floor.ts'
import { sayOf } from '../floor/keep-change.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
import { markBefore } from '../load/queue-marks.ts'
import { stationWaits } from '../load/station-waits.ts'
import { decideOrder, type Decided } from './decide-order.ts'
import { lensesOf, makingOf } from './lenses-of-decision.ts'
import { firstPromise } from './promise-of-job.ts'
import { insertJob, lockJob, queueOf, updateVersion } from './store.ts'

/** What a job that is made again has of its original. */
export interface Again {
  readonly kind: Exclude<JobKind, 'new'>
  readonly original: JobOnFloor
  readonly reason: string
}

export interface NewlyMade {
  readonly job: JobOnFloor
  readonly queuePosition: number | null
}

/**
 * Makes a job: judges it by the release in force, keeps it with its way and its decision, and says so. Mostly the shelf has
 * what an order wants, and whoever reserves it finds out; where it has not, all of it is done again with a look at the shelf.
 */
export async function createJob(app: App, actor: Actor, input: NewJob, again?: Again): Promise<NewlyMade> {
  const { patientRef = null, orderRef = null, frameWay, ...request } = input
  const order = await readForMaking(app, actor, request)
  const asked = { patientRef, again: again !== undefined }
  const asIfFull = await decideOrder(app, order, { ...asked, shelf: 'as_if_full' })
  return inTransaction(app.db, async (trx) => {
    const inside = { ...app, db: trx }
    const looks = isRunAgain(trx)
    const decided = looks ? await decideOrder(inside, order, { ...asked, shelf: 'looked_at' }) : asIfFull
    const made = await keep(inside, trx, actor, { order, patientRef, orderRef, frameWay, again, decided })
    if (made.isShort && !looks) throw new NotAsExpected(`a blank of ${made.job.id} is not on the shelf`)
    if (again) await sayRemade(app, trx, actor, again, made.job)
    return { job: made.job, queuePosition: made.queuePosition }
  })
}

/** All of it by statements that are asked for together: one way to the database and back. They are carried out in this order. */
async function keep(app: App, trx: Trx, actor: Actor, wish: Wish): Promise<NewlyMade & { readonly isShort: boolean }> {
  const { order, decided } = wish
  const { configuration, decision } = decided
  const { practice, release } = order
  const judged = { practice, release, moment: 'order', origin: 'job', configuration, decision } as const
  const kept = await judgementToKeep(app, trx, judged)
  const job = await jobOf(app, { ...wish, lab: labOf(release.compiled), kept })
  const facts = factsOf(job, decision)
  const queued = queueOf(job)
  const from = await markBefore(app, trx, queued)
  const [, queuePosition, blanks] = await Promise.all([
    kept.write(),
    insertJob(trx, job, { configuration, making: makingOf(decision) }, queued, from),
    reserveBlanks(app, trx, job.id, blanksOf(job)),
    sayOf(app, trx, actor, { job, facts, at: job.receivedAt, version: 0 }),
  ])
  return { job, queuePosition, isShort: Object.values(blanks).includes('short') }
}

interface Wish {
  readonly order: OrderForMaking
  readonly decided: Decided
  readonly patientRef: string | null
  readonly orderRef: string | null
  readonly frameWay: NewJob['frameWay']
  readonly again: Again | undefined
}

interface Parts extends Wish {
  readonly lab: Lab
  readonly kept: KeptJudgement
}

async function jobOf(app: App, parts: Parts): Promise<JobOnFloor> {
  const { order, decided, lab, kept, patientRef, orderRef, again } = parts
  const { decision, configuration } = decided
  const now = app.clock.now()
  const frameWay = parts.frameWay ?? usualFrameWay(configuration)
  const priority = wordOf(configuration, 'order.priority') ?? 'standard'
  const hold = holdOf(decided, now)
  const ahead = {
    ...{ lenses: lensesOf(decision, lab, now), hold },
    ...{ workingHours: decision.job.promise.workingHours ?? 0, calendar: decision.job.promise.calendar },
  }
  const promise = firstPromise(ahead, { lab, now, waits: await stationWaits(app, app.db, lab) })
  // Spelled out, here and where it is written: spread, an object of so many fields is several times slower to make and read.
  const job: JobOnFloor = {
    id: app.ids('job'),
    practice: order.practice,
    patientRef,
    orderRef,
    state: hold ? 'on_hold' : 'pending',
    version: 1 + (hold ? 1 : 0),
    kind: again?.kind ?? 'new',
    originalId: again?.original.id ?? null,
    reason: again?.reason ?? null,
    priority,
    rush: rushOf(priority),
    frameWay,
    frameHere: frameWay !== 'to_come',
    tray: null,
    traySince: null,
    release: order.release.number,
    judgementId: kept.id,
    decisionHash: kept.decisionHash,
    currency: lab.currency,
    total: decision.job.total,
    fee: null,
    lenses: ahead.lenses,
    hold,
    workingHours: ahead.workingHours,
    calendar: ahead.calendar,
    promisedAt: promise.promisedAt,
    promisedOn: promise.promisedOn,
    latestStart: promise.latestStart,
    firstPromisedAt: promise.promisedAt,
    promiseReason: null,
    shipped: null,
    fingerprint: decided.fingerprint,
    breakages: [],
    imported: false,
    receivedAt: now,
    endedAt: null,
  }
  return withTurns(job, lab)
}

/** What the rules hold is taken, and stands until somebody has done what they ask. */
function holdOf({ decision, causes }: Decided, now: Date): Hold | null {
  if (decision.outcome !== 'hold') return null
  const holding = causes.filter(({ severity, settled }) => severity === 'hold' && settled === null)
  return {
    code: holding[0]?.code ?? null,
    reason: holding.map(({ message }) => message).join('; ') || 'a rule holds it',
    ...{ owner: null, until: null, since: now.toISOString() },
  }
}

function factsOf(job: JobOnFloor, decision: Decision): JobFact[] {
  const { kind, originalId: original, reason, priority, frameWay, promisedOn, total, currency, hold } = job
  const routes = Object.fromEntries(
    job.lenses.map(({ eye, route }) => [eye, route.map(({ step, at }) => ({ step, at }))]),
  )
  const rules = [...new Set(decision.causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))]
  const created = fact(jobCreated, {
    ...{ kind, original, reason, priority, frameWay, promisedOn, total, currency, routes, rules },
  })
  if (!hold) return [created]
  const nowhere = { station: null, operator: 'the rules', machine: null, scanId: null, note: null }
  const { code, owner, until } = hold
  return [created, fact(jobHeld, { ...nowhere, code, reason: hold.reason, owner, until, rules })]
}

async function sayRemade(app: App, trx: Trx, actor: Actor, again: Again, by: JobOnFloor) {
  const original = await lockJob(trx, { id: again.original.id })
  if (!original) throw new Error(`job ${again.original.id} was there and is not`)
  await updateVersion(trx, original.id, original.version + 1)
  const facts = [fact(jobRemade, { by: by.id, kind: again.kind, reason: again.reason })]
  await sayOf(app, trx, actor, { job: original, facts, at: by.receivedAt, version: original.version })
}

function usualFrameWay(configuration: Configuration): JobOnFloor['frameWay'] {
  const service = wordOf(configuration, 'order.service')
  if (service === 'uncut' || service === 'add-on') return 'none'
  return service === 'edged' ? 'remote' : 'enclosed'
}

function wordOf({ job }: Configuration, id: string): string | undefined {
  const value = job[id]
  return typeof value === 'string' ? value : undefined
}

const RUSH: Readonly<Record<string, number>> = { standard: 0, rush: 1, 'same-day': 2 }
const rushOf = (priority: string): number => RUSH[priority] ?? 0

const blanksOf = (job: JobOnFloor) =>
  job.lenses.flatMap(({ eye, opc }) => (eye === 'pair' || opc === null ? [] : [{ eye, opc }]))
