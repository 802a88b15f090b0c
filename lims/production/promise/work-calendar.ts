import { isDay } from '@ils/rules/vocabulary/civil-day'
import { DAY_MS } from './wall-clock.ts'

const WEEK = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
type Weekday = (typeof WEEK)[number]

/** When a lab works: on its days, from the time that its clock shows at opening, for so many hours of that clock. */
export interface WorkCalendar {
  /** `HH:MM` on the lab's clock. */
  readonly opens: string
  /** More than 0, at most 24: an opening may pass midnight, and then belongs to the day that it began on. */
  readonly hoursOfDay: number
  readonly days: ReadonlySet<Weekday>
  /** Days on which no opening begins, `2026-12-25`. */
  readonly holidays: ReadonlySet<string>
  readonly timeZone: string
}

/**
 * Reads a calendar of the catalogue. What the openings of a calendar are is remembered by the object, so that it is read
 * once per release and kept, not read again for every job.
 */
export function workCalendarOf(attributes: Readonly<Record<string, unknown>>, timeZone: string): WorkCalendar {
  const { opens, hoursOfDay, days, holidays = [] } = attributes
  if (typeof opens !== 'string') throw noCalendar('opens', 'a time like 08:00', opens)
  if (typeof hoursOfDay !== 'number') throw noCalendar('hoursOfDay', 'a number of hours', hoursOfDay)
  if (!isList(days) || !days.every(isWeekday)) throw noCalendar('days', 'a list of weekdays like monday', days)
  if (!isList(holidays) || !holidays.every((day) => typeof day === 'string'))
    throw noCalendar('holidays', 'a list of days like 2026-12-25', holidays)
  const calendar = { opens, hoursOfDay, days: new Set(days), holidays: new Set(holidays), timeZone }
  checkCalendar(calendar)
  return calendar
}

/** Whoever counts by a calendar may rely on this: it says when it opens, and never stays shut for 400 days. */
export function checkCalendar({ opens, hoursOfDay, days, holidays, timeZone }: WorkCalendar): void {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(opens)) throw noCalendar('opens', 'a time like 08:00', opens)
  if (!(hoursOfDay > 0 && hoursOfDay <= 24))
    throw noCalendar('hoursOfDay', 'more than 0 and at most 24 hours', hoursOfDay)
  if (days.size === 0) throw noCalendar('days', 'at least one weekday', [])
  const noDay = [...holidays].find((day) => !isDay(day))
  if (noDay !== undefined) throw noCalendar('holidays', 'a list of days like 2026-12-25', noDay)
  if (!isZone(timeZone)) throw noCalendar('timeZone', 'a time zone like America/New_York', timeZone)
  const shut = shutFrom(days, holidays)
  if (shut !== undefined) throw new Error(`The calendar has no working day within ${LONGEST_REST} days of ${shut}`)
}

const LONGEST_REST = 400

/** The first day of a rest that is too long. Before and after its holidays a calendar works in every week. */
function shutFrom(days: ReadonlySet<Weekday>, holidays: ReadonlySet<string>): string | undefined {
  const shut = [...holidays].map(dayOf).sort((a, b) => a - b)
  const works = (day: number): boolean => days.has(weekdayOf(day)) && !holidays.has(isoDay(day))
  for (const holiday of shut) {
    let day = holiday
    while (!works(day)) if (++day - holiday >= LONGEST_REST) return isoDay(holiday)
  }
  return undefined
}

/** Days are counted from 1970-01-01. */
export const dayOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS

const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): Weekday => WEEK[(((day + 4) % 7) + 7) % 7]! // A remainder of 7 is below 7.

const isList = (value: unknown): value is unknown[] => Array.isArray(value)

const isWeekday = (value: unknown): value is Weekday => WEEK.some((day) => day === value)

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function noCalendar(field: string, wanted: string, seen: unknown): Error {
  return new Error(`A calendar's ${field} must be ${wanted}, not ${JSON.stringify(seen) ?? 'missing'}`)
}
