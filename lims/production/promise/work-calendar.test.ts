import { describe, expect, it } from 'vitest'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { exampleCalendar } from './example.ts'
import { workCalendarOf } from './work-calendar.ts'
import { addWorkingHours, workingHoursBetween } from './working-time.ts'

const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, day) => new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10))

describe('a calendar', () => {
  it('of the standard lab can be read', () => {
    const { rulebook } = loadRulebook(readStandardLab())
    const monday = new Date('2026-11-23T00:00-05:00')
    const tuesday = new Date('2026-11-24T00:00-05:00')
    const hours = (rulebook?.catalogue['calendars'] ?? []).map(({ id, attributes }) => {
      const calendar = workCalendarOf(attributes, rulebook?.settings.timeZone ?? '')
      return [id, workingHoursBetween(calendar, monday, tuesday)]
    })
    expect(Object.fromEntries(hours)).toMatchObject({ lab: 8, coating: 8, 'two-shifts': 16, partner: 8 })
  })

  it('may have no holidays', () => {
    expect(exampleCalendar({ holidays: undefined }).holidays.size).toBe(0)
  })

  it.each([
    [{ opens: undefined }, `A calendar's opens must be a time like 08:00, not missing`],
    [{ opens: '8:00' }, `A calendar's opens must be a time like 08:00, not "8:00"`],
    [{ opens: '24:00' }, `A calendar's opens must be a time like 08:00, not "24:00"`],
    [{ hoursOfDay: '8' }, `A calendar's hoursOfDay must be a number of hours, not "8"`],
    [{ hoursOfDay: 0 }, `A calendar's hoursOfDay must be more than 0 and at most 24 hours, not 0`],
    [{ hoursOfDay: 25 }, `A calendar's hoursOfDay must be more than 0 and at most 24 hours, not 25`],
    [{ days: 'monday' }, `A calendar's days must be a list of weekdays like monday, not "monday"`],
    [{ days: ['Monday'] }, `A calendar's days must be a list of weekdays like monday, not ["Monday"]`],
    [{ days: [] }, `A calendar's days must be at least one weekday, not []`],
    [{ holidays: [1] }, `A calendar's holidays must be a list of days like 2026-12-25, not [1]`],
    [{ holidays: ['2026-02-29'] }, `A calendar's holidays must be a list of days like 2026-12-25, not "2026-02-29"`],
  ])('that is none is refused by the field: %j', (overrides, message) => {
    expect(() => exampleCalendar(overrides)).toThrow(message)
  })

  it('of a zone that nobody knows is refused', () => {
    const message = `A calendar's timeZone must be a time zone like America/New_York, not "Mars/Olympus"`
    expect(() => exampleCalendar({}, 'Mars/Olympus')).toThrow(message)
  })

  it('that rests for more than 400 days is refused, one that rests for a year is not', () => {
    expect(() => exampleCalendar({ holidays: daysFrom('2026-11-23', 430) })).toThrow(
      'The calendar has no working day within 400 days of 2026-11-23',
    )
    const resting = exampleCalendar({ holidays: daysFrom('2026-11-23', 365) })
    const opening = addWorkingHours(resting, new Date('2026-11-21T12:00Z'), 0)
    expect(opening).toEqual(new Date('2027-11-23T08:00-05:00'))
  })

  it('that was made by hand is looked at before it is counted by', () => {
    const made = { ...exampleCalendar(), days: new Set<never>() }
    expect(() => addWorkingHours(made, new Date('2026-11-21T12:00Z'), 1)).toThrow('days must be at least one weekday')
  })
})
