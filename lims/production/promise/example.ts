import { workCalendarOf, type WorkCalendar } from './work-calendar.ts'

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']

/** A lab of New York, open on weekdays from 08:00 to 16:00, with Thanksgiving. */
export function exampleCalendar(overrides: Record<string, unknown> = {}, timeZone = 'America/New_York'): WorkCalendar {
  const attributes = { opens: '08:00', hoursOfDay: 8, days: week, holidays: ['2026-11-26'], ...overrides }
  return workCalendarOf(attributes, timeZone)
}
