import { localDay } from './wall-clock.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { addWorkingHours, closingOf, subtractWorkingHours, workingHoursBetween } from './working-time.ts'

/** What an estimate is made from. Minutes are working time at stations. */
export interface JobAhead {
  readonly calendar: WorkCalendar
  readonly now: Date
  /** The decision's, for the whole route. */
  readonly workingHours: number
  /** Of the whole route, along its slowest track and what the pair does together. */
  readonly totalMinutes: number
  /** Of the same, what is still to do. */
  readonly remainingMinutes: number
  /** Queued work on the stations still ahead. */
  readonly waitMinutes: number
  readonly held: boolean
  /** When the hold ends by itself; without it a held job is estimated as if it went on now. */
  readonly heldUntil: Date | null
}

/**
 * When a job will be done. The rules' hours hold what no station counts (curing, carriage, batches), the stations' minutes
 * and queues what the rules cannot know; whichever is more decides.
 */
export function estimateOf(job: JobAhead): Date {
  const { calendar, now, held, heldUntil } = job
  const begins = held && heldUntil && heldUntil > now ? heldUntil : now
  return addWorkingHours(calendar, begins, hoursAhead(job))
}

function hoursAhead({ workingHours, totalMinutes, remainingMinutes, waitMinutes }: JobAhead): number {
  // Stations that take no time tell nothing of how far a job is, as when a partner lab makes all of it.
  const share = totalMinutes > 0 ? remainingMinutes / totalMinutes : 1
  return Math.max(workingHours * share, (remainingMinutes + waitMinutes) / 60)
}

export interface PromiseSoFar {
  readonly calendar: WorkCalendar
  readonly estimate: Date
  /** What was promised at first, and now; null for a job that was promised nothing yet. */
  readonly first: Date | null
  readonly current: Date | null
}

export interface PromisedDay {
  readonly promisedAt: Date
  readonly day: string
  readonly changedDay: boolean
}

/**
 * What a practice is told: a day, held as the time at which work ends on it, and never a day before the first promise. It
 * moves later as soon as the estimate does. It moves earlier only to a day that the estimate makes with a quarter of a
 * working day to spare, so that minutes do not send it to and fro. While the day stays, the promise stays as it is.
 */
export function promiseOf({ calendar, estimate, first, current }: PromiseSoFar): PromisedDay {
  const dayOf = (promise: Date): string => promisedDay(calendar, promise)
  const notBeforeFirst = (promise: Date): Date => (first && dayOf(promise) <= dayOf(first) ? first : promise)
  const answer = (promisedAt: Date): PromisedDay => {
    const day = dayOf(promisedAt)
    return { promisedAt, day, changedDay: current !== null && day !== dayOf(current) }
  }
  const needed = notBeforeFirst(closingOf(calendar, estimate))
  if (current === null || dayOf(needed) > dayOf(current)) return answer(needed)
  const spared = addWorkingHours(calendar, estimate, calendar.hoursOfDay / 4)
  const safe = notBeforeFirst(closingOf(calendar, spared))
  return answer(dayOf(safe) < dayOf(current) ? safe : current)
}

/** A day's work that ends at midnight is promised for that day, not for the next. */
const promisedDay = ({ timeZone }: WorkCalendar, promise: Date): string =>
  localDay(timeZone, new Date(promise.getTime() - 1))

const QUARTER_HOUR_MS = 900_000

export interface WorkLeft {
  readonly calendar: WorkCalendar
  readonly promisedAt: Date
  readonly remainingHours: number
}

/** When work must go on at the latest to keep the promise, by the quarter of an hour: where it is the same, rush decides. */
export function latestStart({ calendar, promisedAt, remainingHours }: WorkLeft): Date {
  const latest = subtractWorkingHours(calendar, promisedAt, remainingHours).getTime()
  return new Date(Math.floor(latest / QUARTER_HOUR_MS) * QUARTER_HOUR_MS)
}

/** The working hours that a job may still wait; less than 0 when it is late. */
export function slackHours(now: Date, start: Date, calendar: WorkCalendar): number {
  return workingHoursBetween(calendar, now, start)
}
