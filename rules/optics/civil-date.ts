const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days since 0000-03-01 of a date written `2026-11-21`; null when it is none. Source: Gregorian calendar, Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function dayNumber(date: string): number | null {
  const parts = WRITTEN.exec(date)
  if (parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  // The year begins in March, so that the leap day is its last.
  const shifted = month < 3 ? year - 1 : year
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return 365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + dayOfYear
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31

/** Days from one date to another, negative when it lies before. Source: as above. */
export function daysBetween(from: string, to: string): number | null {
  const first = dayNumber(from)
  const last = dayNumber(to)
  return first === null || last === null ? null : last - first
}

/** Whole years of age on a day; null before birth. Born on 29 February one grows older on 1 March. Source: as above. */
export function ageOn(born: string, day: string): number | null {
  const days = daysBetween(born, day)
  if (days === null || days < 0) return null
  // Written alike, month and day compare as text.
  const birthdayAhead = day.slice(5) < born.slice(5) ? 1 : 0
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - birthdayAhead
}
