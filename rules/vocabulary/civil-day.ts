const day = /^(\d{4})-(\d{2})-(\d{2})$/

/** A day of the Gregorian calendar as `2026-11-21`: such texts compare like the days they stand for. */
export function isDay(text: string): boolean {
  const [, year, month, date] = day.exec(text) ?? []
  if (year === undefined || month === undefined || date === undefined) return false
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0
  return Number(date) >= 1 && Number(date) <= days
}
