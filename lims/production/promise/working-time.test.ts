import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { exampleCalendar } from './example.ts'
import { workCalendarOf, type WorkCalendar } from './work-calendar.ts'
import { addWorkingHours, closingOf, subtractWorkingHours, workingHoursBetween } from './working-time.ts'

const lab = exampleCalendar()
const late = exampleCalendar({ opens: '22:00', hoursOfDay: 16 })
const everyDay = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const nights = (timeZone: string) => exampleCalendar({ opens: '22:00', days: everyDay }, timeZone)
const at = (text: string) => new Date(text)

/** Zones whose clocks go forward in different months, back by half an hour, at midnight, or never. */
const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Beirut', 'Asia/Kathmandu', 'UTC']

const clockTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => [hour, minute].map((part) => String(part).padStart(2, '0')).join(':'))

const holiday = fc.nat(364).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))

const anyCalendar = fc
  .record({
    opens: clockTime,
    hoursOfDay: fc.integer({ min: 1, max: 96 }).map((quarters) => quarters / 4),
    days: fc.subarray(everyDay, { minLength: 1 }),
    holidays: fc.uniqueArray(holiday, { maxLength: 30 }),
    timeZone: fc.constantFrom(...zones),
  })
  .map(({ timeZone, ...attributes }) => workCalendarOf(attributes, timeZone))

/** Any millisecond of 2026 and the weeks around it. */
const anyMoment = fc.date({
  min: new Date('2025-12-20T00:00:00Z'),
  max: new Date('2027-01-20T00:00:00Z'),
  noInvalidDate: true,
})

/** Up to 100 hours, in whole milliseconds. */
const anyHours = fc.nat(360_000_000).map((ms) => ms / 3_600_000)

describe('adding working hours', () => {
  it.each([
    ['within a day', lab, '2026-11-23T09:00-05:00', 2, '2026-11-23T11:00-05:00'],
    ['to closing time stays on the day', lab, '2026-11-23T08:00-05:00', 8, '2026-11-23T16:00-05:00'],
    ['over the night', lab, '2026-11-23T15:00-05:00', 2, '2026-11-24T09:00-05:00'],
    ['over the weekend', lab, '2026-11-20T15:00-05:00', 2, '2026-11-23T09:00-05:00'],
    ['over a holiday', lab, '2026-11-25T12:00-05:00', 8, '2026-11-27T12:00-05:00'],
    ['over both', lab, '2026-11-23T08:00-05:00', 48, '2026-12-01T16:00-05:00'],
    ['from before opening', lab, '2026-11-23T06:00-05:00', 1, '2026-11-23T09:00-05:00'],
    ['from a Saturday', lab, '2026-11-21T10:00-05:00', 8, '2026-11-23T16:00-05:00'],
    ['none from a Saturday', lab, '2026-11-21T10:00-05:00', 0, '2026-11-23T08:00-05:00'],
    ['none from closing time', lab, '2026-11-23T16:00-05:00', 0, '2026-11-24T08:00-05:00'],
    ['none within a day', lab, '2026-11-23T15:59-05:00', 0, '2026-11-23T15:59-05:00'],
    ['over a year', lab, '2026-11-27T08:00-05:00', 2088, '2027-11-26T16:00-05:00'],
    ['over the weekend in which clocks go forward', lab, '2026-03-06T15:00-05:00', 2, '2026-03-09T09:00-04:00'],
    ['over the weekend in which clocks go back', lab, '2026-10-30T15:00-04:00', 2, '2026-11-02T09:00-05:00'],
    ['in the part of an opening after midnight', late, '2026-11-21T10:00-05:00', 2, '2026-11-21T12:00-05:00'],
    ['from there to the next opening', late, '2026-11-21T13:00-05:00', 2, '2026-11-23T23:00-05:00'],
    ['in the morning after a day off', late, '2026-11-23T09:00-05:00', 1, '2026-11-23T23:00-05:00'],
    ['in the morning of a holiday', late, '2026-11-26T09:00-05:00', 6, '2026-11-27T23:00-05:00'],
  ])('%s', (_what, calendar, from, hours, to) => {
    expect(addWorkingHours(calendar, at(from), hours)).toEqual(at(to))
  })

  it('leaves out a day that the zone left out', () => {
    const samoa = exampleCalendar({}, 'Pacific/Apia')
    // Thursday 29 December 2011 was followed by Saturday 31 December.
    expect(addWorkingHours(samoa, at('2011-12-29T15:00-10:00'), 2)).toEqual(at('2012-01-02T09:00+14:00'))
    expect(addWorkingHours(samoa, at('2011-12-29T16:00-10:00'), 0)).toEqual(at('2012-01-02T08:00+14:00'))
  })
})

describe('an opening over a change of the clocks', () => {
  it.each([
    ['New York, forward', nights('America/New_York'), '2026-03-07T22:00-05:00', '2026-03-08T06:00-04:00', 7],
    ['New York, back', nights('America/New_York'), '2026-10-31T22:00-04:00', '2026-11-01T06:00-05:00', 9],
    ['Berlin, forward', nights('Europe/Berlin'), '2026-03-28T22:00+01:00', '2026-03-29T06:00+02:00', 7],
    ['Berlin, back', nights('Europe/Berlin'), '2026-10-24T22:00+02:00', '2026-10-25T06:00+01:00', 9],
    ['Lord Howe, forward', nights('Australia/Lord_Howe'), '2026-10-03T22:00+10:30', '2026-10-04T06:00+11:00', 7.5],
    ['Lord Howe, back', nights('Australia/Lord_Howe'), '2026-04-04T22:00+11:00', '2026-04-05T06:00+10:30', 8.5],
  ])('has the hours that really pass: %s', (_where, calendar, opens, closes, hours) => {
    expect(workingHoursBetween(calendar, at(opens), at(closes))).toBe(hours)
    expect(addWorkingHours(calendar, at(opens), hours)).toEqual(at(closes))
    expect(subtractWorkingHours(calendar, at(closes), hours)).toEqual(at(opens))
    expect(closingOf(calendar, new Date(at(opens).getTime() + 1))).toEqual(at(closes))
  })

  it('begins at the jump when its beginning is skipped, and at the first of two', () => {
    const berlin = exampleCalendar({ opens: '02:30', days: everyDay }, 'Europe/Berlin')
    expect(addWorkingHours(berlin, at('2026-03-28T23:00+01:00'), 0)).toEqual(at('2026-03-29T03:00+02:00'))
    expect(workingHoursBetween(berlin, at('2026-03-29T00:00Z'), at('2026-03-29T10:00Z'))).toBe(7.5)
    expect(addWorkingHours(berlin, at('2026-10-24T23:00+02:00'), 0)).toEqual(at('2026-10-25T02:30+02:00'))
    expect(workingHoursBetween(berlin, at('2026-10-25T00:00Z'), at('2026-10-25T10:00Z'))).toBe(9)
  })

  it('ends at the jump when its end is skipped, and at the first of two', () => {
    const berlin = exampleCalendar({ opens: '18:30', days: everyDay }, 'Europe/Berlin')
    expect(closingOf(berlin, at('2026-03-28T20:00+01:00'))).toEqual(at('2026-03-29T03:00+02:00'))
    expect(closingOf(berlin, at('2026-10-24T20:00+02:00'))).toEqual(at('2026-10-25T02:30+02:00'))
  })
})

describe('subtracting working hours', () => {
  it.each([
    ['within a day', lab, '2026-11-23T11:00-05:00', 2, '2026-11-23T09:00-05:00'],
    ['to opening time stays on the day', lab, '2026-11-23T16:00-05:00', 8, '2026-11-23T08:00-05:00'],
    ['over the night', lab, '2026-11-24T09:00-05:00', 2, '2026-11-23T15:00-05:00'],
    ['over a holiday', lab, '2026-11-27T12:00-05:00', 8, '2026-11-25T12:00-05:00'],
    ['from a Sunday', lab, '2026-11-22T12:00-05:00', 1, '2026-11-20T15:00-05:00'],
    ['none from a Sunday', lab, '2026-11-22T12:00-05:00', 0, '2026-11-20T16:00-05:00'],
    ['none from opening time', lab, '2026-11-23T08:00-05:00', 0, '2026-11-23T08:00-05:00'],
    ['over a year', lab, '2027-11-26T16:00-05:00', 2088, '2026-11-27T08:00-05:00'],
    ['from the part of an opening after midnight', late, '2026-11-21T12:00-05:00', 15, '2026-11-20T13:00-05:00'],
  ])('%s', (_what, calendar, to, hours, from) => {
    expect(subtractWorkingHours(calendar, at(to), hours)).toEqual(at(from))
  })
})

describe('the hours between two moments', () => {
  it.each([
    ['on one day', '2026-11-23T09:00-05:00', '2026-11-23T11:30-05:00', 2.5],
    ['over the weekend', '2026-11-20T15:00-05:00', '2026-11-23T09:00-05:00', 2],
    ['in a weekend', '2026-11-21T09:00-05:00', '2026-11-22T09:00-05:00', 0],
    ['backwards', '2026-11-23T09:00-05:00', '2026-11-20T15:00-05:00', -2],
    // 52 weeks of 40 hours, without Thanksgiving.
    ['in a year', '2026-01-05T00:00-05:00', '2027-01-04T00:00-05:00', 2072],
  ])('%s', (_what, from, to, hours) => {
    expect(workingHoursBetween(lab, at(from), at(to))).toBe(hours)
  })

  it('are those that a clock on the wall counts off', () => {
    const quarter = 900_000
    const clock = (zone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'long', hour: '2-digit', minute: '2-digit' })
    for (const [zone, day] of [
      ['America/New_York', '2026-03-07'],
      ['America/New_York', '2026-10-31'],
      ['Europe/Berlin', '2026-10-24'],
      ['Australia/Lord_Howe', '2026-10-03'],
    ] as const) {
      const calendar = exampleCalendar({ opens: '21:15', hoursOfDay: 10, days: ['saturday', 'sunday'] }, zone)
      const from = Date.parse(`${day}T00:00Z`)
      let counted = 0
      for (let moment = from; moment < from + 4 * 86_400_000; moment += quarter) {
        const [weekday = '', time = ''] = clock(zone).format(moment).split(' ')
        if (['Saturday', 'Sunday'].includes(weekday) && time >= '21:15') counted += 0.25
        if (['Sunday', 'Monday'].includes(weekday) && time < '07:15') counted += 0.25
        expect(workingHoursBetween(calendar, new Date(from), new Date(moment + quarter))).toBe(counted)
      }
    }
  })
})

describe('working time', () => {
  const sum = (x: number, y: number) => (Math.round(x * 3_600_000) + Math.round(y * 3_600_000)) / 3_600_000

  it('is taken away as it was added, from any moment of work', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyHours, (calendar, moment, hours) => {
        const from = addWorkingHours(calendar, moment, 0)
        expect(subtractWorkingHours(calendar, addWorkingHours(calendar, from, hours), hours)).toEqual(from)
      }),
    )
  })

  it('between a moment and what was added to it is what was added', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyHours, (calendar, moment, hours) => {
        const later = addWorkingHours(calendar, moment, hours)
        expect(workingHoursBetween(calendar, moment, later)).toBe(hours)
        expect(workingHoursBetween(calendar, later, moment)).toBeCloseTo(-hours, 12)
        const earlier = subtractWorkingHours(calendar, moment, hours)
        expect(workingHoursBetween(calendar, earlier, moment)).toBe(hours)
      }),
    )
  })

  it('added in two parts is added at once', () => {
    const someHours = anyHours.filter((hours) => hours > 0)
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyHours, someHours, (calendar, moment, x, y) => {
        const parts = addWorkingHours(calendar, addWorkingHours(calendar, moment, x), y)
        expect(parts).toEqual(addWorkingHours(calendar, moment, sum(x, y)))
      }),
    )
  })

  it('ends no earlier when it begins later or is longer', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyHours, fc.nat(900_000_000), anyHours, (calendar, moment, x, wait, y) => {
        const end = addWorkingHours(calendar, moment, x).getTime()
        const later = new Date(moment.getTime() + wait)
        expect(addWorkingHours(calendar, later, x).getTime()).toBeGreaterThanOrEqual(end)
        expect(addWorkingHours(calendar, moment, sum(x, y)).getTime()).toBeGreaterThanOrEqual(end)
      }),
    )
  })

  it('that ends does so by the closing of its day', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyHours, (calendar, moment, hours) => {
        const end = addWorkingHours(calendar, moment, hours)
        const closing = closingOf(calendar, end)
        expect(closing.getTime()).toBeGreaterThanOrEqual(end.getTime())
        expect(closingOf(calendar, closing)).toEqual(closing)
        expect(workingHoursBetween(calendar, end, closing)).toBeLessThanOrEqual(calendar.hoursOfDay + 1)
      }),
    )
  })

  it('is the same whatever was asked of the calendar before', () => {
    const asked = exampleCalendar()
    const years = [2026, 1994, 2031, 2026, 2060, 1970, 2027]
    for (const year of years) {
      const from = new Date(Date.UTC(year, 5, 17, 13))
      const fresh = exampleCalendar()
      for (const hours of [0, 3, 48, 4000]) {
        expect(addWorkingHours(asked, from, hours)).toEqual(addWorkingHours(fresh, from, hours))
        expect(subtractWorkingHours(asked, from, hours)).toEqual(subtractWorkingHours(fresh, from, hours))
      }
      const now = new Date('2026-11-23T14:00:00Z')
      expect(workingHoursBetween(asked, now, from)).toBe(workingHoursBetween(exampleCalendar(), now, from))
    }
  })

  it('is complete at both ends of what was looked at before', () => {
    const always = () => exampleCalendar({ hoursOfDay: 24, days: everyDay })
    const now = at('2026-11-21T12:00Z')
    // The edges lie some 60 days back and some 450 ahead.
    for (const [from, to] of [
      [-55, -75],
      [440, 460],
    ] as const) {
      const asked = always()
      addWorkingHours(asked, now, 0)
      for (let days: number = from; days !== to; days += Math.sign(to - from) / 8) {
        const moment = new Date(now.getTime() + days * 86_400_000)
        expect(workingHoursBetween(asked, now, moment)).toBe(workingHoursBetween(always(), now, moment))
        expect(addWorkingHours(asked, moment, 0)).toEqual(addWorkingHours(always(), moment, 0))
      }
    }
  })

  it('asks the clock of a zone once for each day, and for another calendar no more', () => {
    const ask = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts')
    const sweep = (calendar: WorkCalendar) => {
      for (let hour = 0; hour < 5000; hour++)
        addWorkingHours(calendar, new Date(Date.UTC(2026, 10, 21, 0, hour)), hour % 100)
      return ask.mock.calls.length
    }
    const calendar = exampleCalendar({}, 'America/Halifax')
    const first = sweep(calendar)
    // A year and a half of days, and nothing for each of 5,000 questions.
    expect(first).toBeGreaterThan(400)
    expect(first).toBeLessThan(700)
    expect(sweep(calendar)).toBe(first)
    expect(sweep(exampleCalendar({ opens: '06:00' }, 'America/Halifax')) - first).toBeLessThan(30)
    ask.mockRestore()
  })

  it.each([-1, NaN, Infinity, 100_001])('of %d hours is refused', (hours) => {
    const message = `Working hours must be from 0 to 100000, not ${hours}`
    expect(() => addWorkingHours(lab, at('2026-11-23T09:00Z'), hours)).toThrow(message)
    expect(() => subtractWorkingHours(lab, at('2026-11-23T09:00Z'), hours)).toThrow(message)
  })

  it('from a date that is none is refused', () => {
    const none = new Date(NaN)
    for (const ask of [
      () => addWorkingHours(lab, none, 1),
      () => subtractWorkingHours(lab, none, 1),
      () => workingHoursBetween(lab, none, at('2026-11-23T09:00Z')),
      () => closingOf(lab, none),
    ])
      expect(ask).toThrow('Working time was asked of a date that is none')
  })
})
