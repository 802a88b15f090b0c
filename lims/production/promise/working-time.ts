import { openingsOver, type Openings } from './openings.ts'
import { DAY_MS } from './wall-clock.ts'
import type { WorkCalendar } from './work-calendar.ts'

const HOUR_MS = 3_600_000

/**
 * The moment at which so many hours have been worked since another. What is done at closing time is done that day; with
 * no hours to work it is the next moment at which anybody works, so that closing time gives the next opening.
 */
export function addWorkingHours(calendar: WorkCalendar, from: Date, hours: number): Date {
  const [start, work] = [from.getTime(), worked(hours)]
  let latest = start
  for (;;) {
    const openings = openingsOver(calendar, start, latest)
    const done = workBefore(openings, start) + work
    const { starts, before } = openings
    const at = work === 0 ? lastUpTo(openings.ends, start) + 1 : lastBelow(before, done)
    const opening = starts[at]
    if (opening !== undefined)
      return new Date(work === 0 ? Math.max(start, opening) : opening + done - part(before, at))
    latest += Math.max(LEAP, 2 * (latest - start))
  }
}

/**
 * The moment from which so many hours can be worked until another: the turning back of `addWorkingHours`. With no hours
 * to work it is the last moment at which anybody worked.
 */
export function subtractWorkingHours(calendar: WorkCalendar, to: Date, hours: number): Date {
  const [end, work] = [to.getTime(), worked(hours)]
  let earliest = end
  for (;;) {
    const openings = openingsOver(calendar, earliest, end)
    const { starts, ends, before } = openings
    const left = workBefore(openings, end) - work
    const at = work === 0 ? lastUpTo(starts, end) : lastUpTo(before, left)
    const opening = starts[at]
    if (opening !== undefined)
      return new Date(work === 0 ? Math.min(end, part(ends, at)) : opening + left - part(before, at))
    earliest -= Math.max(LEAP, 2 * (end - earliest))
  }
}

/** The hours worked from one moment to another; less than 0 when the other came before it. */
export function workingHoursBetween(calendar: WorkCalendar, from: Date, to: Date): number {
  const [a, b] = [from.getTime(), to.getTime()]
  const openings = openingsOver(calendar, Math.min(a, b), Math.max(a, b))
  return (workBefore(openings, b) - workBefore(openings, a)) / HOUR_MS
}

/** When the working day of a moment ends: the first closing time that is not before it. */
export function closingOf(calendar: WorkCalendar, at: Date): Date {
  const moment = at.getTime()
  let latest = moment
  for (;;) {
    const { ends } = openingsOver(calendar, moment, latest)
    const closing = ends[lastBelow(ends, moment) + 1]
    if (closing !== undefined) return new Date(closing)
    latest += LEAP
  }
}

/** No calendar rests for much longer, so that a leap or two find an opening. */
const LEAP = 400 * DAY_MS
/** About fifty years of a lab; who asks for more has mixed up the unit. */
const MOST_HOURS = 100_000

function worked(hours: number): number {
  if (hours >= 0 && hours <= MOST_HOURS) return Math.round(hours * HOUR_MS)
  throw new Error(`Working hours must be from 0 to ${MOST_HOURS}, not ${hours}`)
}

/** Working time from the beginning of the list to a moment. */
function workBefore({ starts, ends, before }: Openings, moment: number): number {
  const at = lastUpTo(starts, moment)
  return at < 0 ? 0 : part(before, at) + Math.min(moment, part(ends, at)) - part(starts, at)
}

/** The last place that holds at most `most`, or -1. */
function lastUpTo(sorted: readonly number[], most: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (part(sorted, middle) <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** All are whole milliseconds. */
const lastBelow = (sorted: readonly number[], limit: number): number => lastUpTo(sorted, limit - 1)

const part = (list: readonly number[], at: number): number => list[at]! // Asked only for places that were found.
