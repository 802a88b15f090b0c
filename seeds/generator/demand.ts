import { drawAt, howMany, normal, streams } from './draw.ts'
import { isHoliday, monthOf, weekdayOf, type DayCount } from './lab-days.ts'

/** Sunday first: the weekend's eye tests arrive on Monday. Their mean over Monday to Saturday is 1. */
const WEEKDAYS = [0, 1.34, 1.14, 1.07, 1.06, 1.04, 0.35]

/** January first: dip in summer, back to school, autumn, and money of insurances that ends with the year. */
const MONTHS = [1.03, 0.98, 0.99, 0.97, 0.95, 0.94, 0.9, 1.02, 1.04, 1.06, 1.04, 1.08]

/** Beyond Poisson, from day to day: weather, recalls of practices. */
const DAY_TO_DAY = 0.08

/** Expected orders of a day, before chance. */
function expectedOrders(day: DayCount, jobsPerDay: number): number {
  if (isHoliday(day)) return 0
  const weekday = WEEKDAYS[weekdayOf(day)] ?? 0
  // What was not ordered on a holiday comes on the day after.
  const late = isHoliday(day - 1) ? 1.2 : 1
  return jobsPerDay * weekday * (MONTHS[monthOf(day)] ?? 1) * late
}

/** How many jobs are ordered on a day: none on Sundays and holidays. */
export function ordersOn(seed: number, day: DayCount, jobsPerDay: number): number {
  const expected = expectedOrders(day, jobsPerDay)
  if (expected === 0) return 0
  const draw = drawAt(seed, streams.demand, day)
  return howMany(draw, expected * Math.max(0.2, 1 + DAY_TO_DAY * normal(draw)))
}

/** Share of a day's orders that have come by the end of each hour of it: practices open at eight and send before closing. */
export const ORDERED_BY_HOUR: readonly number[] = [
  ...[0.004, 0.006, 0.007, 0.008, 0.01, 0.013, 0.02, 0.035, 0.09, 0.19, 0.3, 0.4],
  ...[0.48, 0.55, 0.63, 0.72, 0.81, 0.89, 0.94, 0.965, 0.98, 0.988, 0.995, 1],
]
