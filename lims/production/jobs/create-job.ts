import { jobCreated, jobHeld, jobRemade } from '@ils/contract/job-events'
import type { JobKind, NewJob } from '@ils/contract/jobs'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Decision } from '@ils/rules/engine/decision'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { App } from '../../app.ts'
import { judgementToKeep, readForMaking, type OrderForMaking } from '../../releases/public.ts'
import { reserveBlanks } from '../../stock/public.ts'
import { withTurns } from '../floor/flow.ts'
import { fact, type Hold, type JobFact, type JobOnFloor } from '../floor/job-on-floor.ts'
import { sayOf } from '../floor/keep-change.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
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

/** Makes a job: judges it by the release in force, keeps it with its way and its decision, and says so. */
export async function createJob(app: App, actor: Actor, input: NewJob, again?: Again): Promise<NewlyMade> {
  const { patientRef = null, orderRef = null, frameWay, ...request } = input
  const order = await readForMaking(app, actor, request)
  const decided = await decideOrder(app, order, { patientRef, again: again !== undefined })
  const lab = labOf(order.release.compiled)
  const job = await jobOf(app, { order, decided, lab, patientRef, orderRef, frameWay, again })
  return inTransaction(app.db, async (trx) => {
    const { configuration, decision } = decided
    const { practice, release } = order
    const judged = { practice, release, moment: 'order', origin: 'job', configuration, decision } as const
    const kept = await judgementToKeep(app, trx, judged)
    const whole: JobOnFloor = { ...job, judgementId: kept.id, decisionHash: kept.decisionHash }
    const facts = factsOf(whole, decision)
    // Asked for together, they are one way to the database and back; it carries them out in this order.
    const [, queuePosition] = await Promise.all([
      kept.write(),
      insertJob(trx, whole, { configuration, making: makingOf(decision) }, queueOf(whole)),
      reserveBlanks(app, trx, whole.id, blanksOf(whole)),
      sayOf(app, trx, actor, { job: whole, facts, at: whole.receivedAt, version: 0 }),
    ])
    if (again) await sayRemade(app, trx, actor, again, whole)
    return { job: whole, queuePosition }
  })
}

interface Parts {
  readonly order: OrderForMaking
  readonly decided: Decided
  readonly lab: Lab
  readonly patientRef: string | null
  readonly orderRef: string | null
  readonly frameWay: NewJob['frameWay']
  readonly again: Again | undefined
}

async function jobOf(app: App, parts: Parts): Promise<JobOnFloor> {
  const { order, decided, lab, patientRef, orderRef, again } = parts
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
  const job: JobOnFloor = {
    ...{ id: app.ids('job'), practice: order.practice, patientRef, orderRef, state: hold ? 'on_hold' : 'pending' },
    ...{ version: 1 + (hold ? 1 : 0), kind: again?.kind ?? 'new', originalId: again?.original.id ?? null },
    ...{ reason: again?.reason ?? null, priority, rush: rushOf(priority) },
    ...{ frameWay, frameHere: frameWay !== 'to_come', tray: null, traySince: null },
    ...{ release: order.release.number, judgementId: '', decisionHash: '', currency: lab.currency },
    ...{ total: decision.job.total, fee: null, ...ahead, ...promise, firstPromisedAt: promise.promisedAt },
    ...{ promiseReason: null, shipped: null, fingerprint: decided.fingerprint, breakages: [], imported: false },
    ...{ receivedAt: now, endedAt: null },
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
