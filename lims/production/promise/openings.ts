import { checkCalendar, dayOf, weekdayOf, type WorkCalendar } from './work-calendar.ts'
import { DAY_MS, firstShown } from './wall-clock.ts'

/** The openings of a calendar over some days, in their order and apart from each other; all times in milliseconds. */
export interface Openings {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** Working time of all openings of the list before the one at this place; one more than there are openings. */
  readonly before: readonly number[]
  readonly firstDay: number
  readonly endDay: number
}

/** A year and more ahead, so that one list serves all jobs; somewhat back, for what is late. */
const [BACK, AHEAD] = [64, 448]
/** Time goes on and lists grow; one that would be longer begins anew. */
const KEPT_DAYS = 4096

const known = new WeakMap<WorkCalendar, Openings>()

/** All openings that have a part between two moments, and some beside them. */
export function openingsOver(calendar: WorkCalendar, earliest: number, latest: number): Openings {
  const kept = known.get(calendar)
  // The clock of a zone is at most 14 hours away from UTC and an opening at most 25 long: two days hold both.
  const [firstDay, endDay] = [Math.floor(earliest / DAY_MS) - 2, Math.floor(latest / DAY_MS) + 3]
  if (kept && kept.firstDay <= firstDay && kept.endDay >= endDay) return kept
  // Who looks for an opening near an invalid date would look forever.
  if (!(earliest <= latest)) throw new Error('Working time was asked of a date that is none')
  if (!kept) checkCalendar(calendar)
  const [from, until] = [firstDay - BACK, endDay + AHEAD]
  const [first, end] = kept ? [Math.min(kept.firstDay, from), Math.max(kept.endDay, until)] : [from, until]
  const made = end - first <= KEPT_DAYS ? openingsOf(calendar, first, end) : openingsOf(calendar, from, until)
  known.set(calendar, made)
  return made
}

/**
 * An opening lasts from when the lab's clock first shows its beginning to when it first shows its end. Over a change of
 * the clock it is longer or shorter than usual; on a day that a zone left out there is none.
 */
function openingsOf(calendar: WorkCalendar, firstDay: number, endDay: number): Openings {
  const opens = Date.parse(`1970-01-01T${calendar.opens}:00Z`)
  const length = Math.round(calendar.hoursOfDay * 3_600_000)
  const holidays = new Set([...calendar.holidays].map(dayOf))
  const [starts, ends, before]: [number[], number[], number[]] = [[], [], [0]]
  let sum = 0
  for (let day = firstDay; day < endDay; day++) {
    if (!calendar.days.has(weekdayOf(day)) || holidays.has(day)) continue
    const start = firstShown(calendar.timeZone, day * DAY_MS + opens)
    const end = firstShown(calendar.timeZone, day * DAY_MS + opens + length)
    if (end <= start) continue
    starts.push(start)
    ends.push(end)
    before.push((sum += end - start))
  }
  return { starts, ends, before, firstDay, endDay }
}
