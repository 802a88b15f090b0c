import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localDay } from './wall-clock.ts'

const anyMoment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })

describe('the day on the wall', () => {
  it.each([
    ['America/New_York', '2026-11-21T04:59:59.999Z', '2026-11-20'],
    ['America/New_York', '2026-11-21T05:00:00Z', '2026-11-21'],
    ['Australia/Lord_Howe', '2026-11-20T13:00:00Z', '2026-11-21'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('of %s at %s is %s', (zone, moment, day) => {
    expect(localDay(zone, new Date(moment))).toBe(day)
  })

  it('is what the platform says, on every day and around every change', () => {
    const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Beirut', 'Pacific/Chatham']
    fc.assert(
      fc.property(fc.constantFrom(...zones), anyMoment, (timeZone, moment) => {
        expect(localDay(timeZone, moment)).toBe(new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment))
      }),
      { numRuns: 500 },
    )
    // Every half hour of the days on which clocks of these zones change.
    for (const timeZone of zones)
      for (const day of [
        '2026-03-08',
        '2026-03-29',
        '2026-04-04',
        '2026-09-26',
        '2026-10-03',
        '2026-10-25',
        '2026-11-01',
      ])
        for (let half = -24; half < 72; half++) {
          const moment = new Date(Date.parse(day) + half * 1_800_000)
          expect(localDay(timeZone, moment)).toBe(new Intl.DateTimeFormat('en-CA', { timeZone }).format(moment))
        }
  })
})
