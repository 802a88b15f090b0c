import type { ImportedEvent, ImportedJob } from '@ils/contract/imports'
import type { Configuration, Rulebook } from '@ils/rules/language/rulebook'
import type { GeneratedJob } from '../generator/generated-job.ts'
import { generateDay } from '../generator/generate-lab.ts'
import type { HistoryStep } from '../generator/history.ts'
import { dateOf, dayCount } from '../generator/lab-days.ts'
import { planLab } from '../generator/lab.ts'
import { openEvents, routeOfHistory } from './open-job.ts'

export interface HistoryPlan {
  readonly catalogue: Rulebook['catalogue']
  /** Nothing happens from then on: what was not done by then stands on the floor. */
  readonly until: Date
  readonly days: number
  readonly jobsPerDay: number
}

const SEED = 20_260_101
/** The lab is as old as it will ever be asked for, so that a shorter past is the end of a longer one, job by job. */
const MOST_DAYS = 731
/** Every job of it was closed weeks after it was ordered: what is still open comes with the last days. */
const DAY_MS = 86_400_000

/** A past of a lab as another system would bring it, day by day: always the same for the same end. */
export function* historyLines({ catalogue, until, days, jobsPerDay }: HistoryPlan): Generator<ImportedJob> {
  const lastDay = dayCount(until.toISOString().slice(0, 10))
  const from = dateOf(lastDay - MOST_DAYS)
  const lab = planLab({ seed: SEED, from, days: MOST_DAYS + 1, jobsPerDay, catalogue })
  for (let day = lastDay - days; day <= lastDay; day++) {
    for (const job of generateDay(lab, dateOf(day))) {
      if (new Date(job.orderedAt) < until) yield lineOf(job, until, catalogue)
    }
  }
}

const externalId = (number: string): string => `history-${number}`

function lineOf(job: GeneratedJob, until: Date, catalogue: Rulebook['catalogue']): ImportedJob {
  const { number, practiceId, orderedAt, remakeOf, history, fault, configuration } = job
  const past = history.filter(({ at, kind }) => kind !== 'ordered' && new Date(at) < until)
  const isClosed = past.some(({ kind }) => kind === 'shipped')
  const meant = fault?.meant ?? configuration
  const common: Omit<ImportedJob, 'status' | 'events'> = {
    ...{ externalId: externalId(number), practice: practiceId, orderRef: number, receivedAt: orderedAt },
    ...{
      promisedOn: promisedOn(history, orderedAt),
      frameWay: meant.job['order.service'] === 'uncut' ? 'none' : 'enclosed',
    },
    ...{ priority: wordOf(meant, 'order.priority'), order: { configuration: sendable(meant) } },
    ...(remakeOf && ({ kind: 'remake', original: externalId(remakeOf.number), reason: remakeOf.reason } as const)),
  }
  if (isClosed) return { ...common, status: 'shipped', events: past.map((step, i) => eventOf(step, past.slice(i + 1))) }
  const route = routeOfHistory(history, configuration.ordered)
  const { events, status } = openEvents(past, route, catalogue)
  return { ...common, status, route, events: events.map((step, i) => eventOf(step, events.slice(i + 1))) }
}

/** Most are shipped when they were promised. */
function promisedOn(history: readonly HistoryStep[], orderedAt: string): string {
  const shipped = history.findLast(({ kind }) => kind === 'shipped')?.at ?? orderedAt
  const worked = Math.max(1, Math.min(10, Math.ceil((Date.parse(shipped) - Date.parse(orderedAt)) / DAY_MS)))
  return new Date(Date.parse(orderedAt) + worked * DAY_MS).toISOString().slice(0, 10)
}

const TYPES = {
  held: 'held',
  resumed: 'resumed',
  started: 'started',
  inspected: 'inspected',
  broke: 'breakage',
  finished: 'finished',
  shipped: 'shipped',
} as const satisfies Record<Exclude<HistoryStep['kind'], 'ordered'>, ImportedEvent['type']>

function eventOf(step: HistoryStep, later: readonly HistoryStep[]): ImportedEvent {
  const { at, station, kind, eye, operator, machine, reason, measured } = step
  if (kind === 'ordered') throw new Error('that an order came in is what the line itself says')
  return {
    ...{ at, type: TYPES[kind] },
    ...(kind === 'held' || kind === 'resumed' || kind === 'shipped' ? {} : { station }),
    ...(eye !== undefined && kind !== 'held' && kind !== 'resumed' && { eye }),
    ...(operator !== undefined && { operator }),
    ...(machine !== undefined && { machine }),
    ...(reason !== undefined && { reason: kind === 'broke' ? reason : reason.replaceAll(/[_-]/g, ' ') }),
    ...(measured && { measured: inNaturalUnits(measured) }),
    ...(kind === 'inspected' && { verdict: failed(step, later) ? 'fail' : 'pass' }),
    ...(kind === 'shipped' && { carrier: 'Courier' }),
  }
}

/** What was lost at the inspection had not passed it. */
const failed = (seen: HistoryStep, later: readonly HistoryStep[]): boolean =>
  later.some(
    ({ at, kind, station, eye }) => kind === 'broke' && at === seen.at && station === seen.station && eye === seen.eye,
  )

/** Dioptres are counted in thousandths; an axis is whole degrees. */
const inNaturalUnits = (measured: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(measured).map(([id, value]) => {
      const name = id.replace('measured.', '')
      return [name, name === 'axis' ? value : value / 1000]
    }),
  )

const wordOf = ({ job }: Configuration, id: string): string => {
  const value = job[id]
  return typeof value === 'string' ? value : 'standard'
}

type Sendable = Extract<NonNullable<ImportedJob['order']>, { configuration: unknown }>['configuration']

/** The contract's shape is written to by nobody, but is not declared so. */
const sendable = (configuration: Configuration): Sendable => configuration as Sendable
