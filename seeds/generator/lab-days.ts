const DAY = 86_400_000

/** Days since 1 January 1970: all of the generator counts in them. */
export type DayCount = number

export function dayCount(date: string): DayCount {
  const at = Date.parse(`${date}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(at)) throw new Error(`${date} is no day like 2024-01-31`)
  return at / DAY
}

export const dateOf = (day: DayCount): string => new Date(day * DAY).toISOString().slice(0, 10)

/** 0 is Sunday. */
export const weekdayOf = (day: DayCount): number => (day + 4) % 7

export const monthOf = (day: DayCount): number => new Date(day * DAY).getUTCMonth()

/** The nth weekday of a month, or the last with 5. */
function nth(year: number, month: number, weekday: number, which: number): DayCount {
  const first = Date.UTC(year, month, 1) / DAY
  const day = first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (which - 1)
  return monthOf(day) === month ? day : day - 7
}

function holidaysOf(year: number): readonly DayCount[] {
  const fixed = [
    [0, 1],
    [6, 4],
    [11, 25],
  ].map(([month = 0, date = 1]) => Date.UTC(year, month, date) / DAY)
  return [...fixed, nth(year, 4, 1, 5), nth(year, 8, 1, 1), nth(year, 10, 4, 4)]
}

const known = new Map<number, ReadonlySet<DayCount>>()

/** New Year, Memorial Day, Independence Day, Labor Day, Thanksgiving, Christmas: nobody orders and nobody works. */
export function isHoliday(day: DayCount): boolean {
  const year = new Date(day * DAY).getUTCFullYear()
  let holidays = known.get(year)
  if (holidays === undefined) {
    holidays = new Set(holidaysOf(year))
    known.set(year, holidays)
  }
  return holidays.has(day)
}

/** Minutes since the start of 1970, the only time that histories know; the lab's clock is kept in UTC. */
export const timeText = (minutes: number): string => new Date(Math.round(minutes * 60) * 1000).toISOString()
