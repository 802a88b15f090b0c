export const DAY_MS = 86_400_000

/** The day that the clock on the lab's wall shows, `2026-11-21`. */
export function localDay(timeZone: string, at: Date): string {
  const moment = at.getTime()
  return new Date(moment + offsetAt(timeZone, moment)).toISOString().slice(0, 10)
}

/**
 * The first instant at which the clock of a zone shows a time or a later one; `wall` is that time read as if it were UTC.
 * So a time that spring skips is the moment of the jump, one that autumn shows twice is the first, and of two times on
 * the wall the later is never the earlier instant.
 */
export function firstShown(timeZone: string, wall: number): number {
  // A zone is at most 14 hours away from UTC, so that the instant lies between these two.
  const [before, after] = [wall - DAY_MS, wall + DAY_MS]
  const [old, young] = [offsetAt(timeZone, before), offsetAt(timeZone, after)]
  if (old === young) return wall - old
  const change = changeBetween(timeZone, before, after)
  return wall - old < change ? wall - old : Math.max(change, wall - young)
}

/** What the clock of a zone is ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, moment: number): number {
  const day = Math.floor(moment / DAY_MS)
  const offset = offsetAtStart(timeZone, day)
  // No zone changes its clock and changes it back within a day.
  return offset === offsetAtStart(timeZone, day + 1) ? offset : shownOffset(timeZone, moment)
}

/** The first millisecond at which the later of two offsets holds. */
function changeBetween(timeZone: string, before: number, after: number): number {
  const old = offsetAt(timeZone, before)
  let [holds, gone] = [before, after]
  while (gone - holds > 1) {
    const middle = Math.floor((holds + gone) / 2)
    if (shownOffset(timeZone, middle) === old) holds = middle
    else gone = middle
  }
  return gone
}

const KEPT_DAYS = 20_000
const offsetsByZone = new Map<string, Map<number, number>>()

/** Asking Intl costs more than all other arithmetic here together, so what it said of a day's start (in UTC) is kept. */
function offsetAtStart(timeZone: string, day: number): number {
  const offsets = offsetsByZone.get(timeZone) ?? new Map<number, number>()
  if (offsets.size === 0) offsetsByZone.set(timeZone, offsets)
  let offset = offsets.get(day)
  if (offset === undefined) {
    if (offsets.size >= KEPT_DAYS) offsets.clear()
    offsets.set(day, (offset = shownOffset(timeZone, day * DAY_MS)))
  }
  return offset
}

function shownOffset(timeZone: string, moment: number): number {
  const second = Math.floor(moment / 1000) * 1000
  const shown = new Map<string, number>()
  for (const { type, value } of formatOf(timeZone).formatToParts(second)) shown.set(type, Number(value))
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? NaN
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - second
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}
