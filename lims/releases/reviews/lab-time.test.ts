import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localTime, readMoment } from './lab-time.ts'

describe('the lab’s clock on the wall', () => {
  // Rules of daylight saving: tz database (northamerica, europe, australasia, asia).
  it.each([
    ['2026-12-01T06:00', 'America/New_York', '2026-12-01T11:00:00.000Z'],
    ['2026-07-01T06:00', 'America/New_York', '2026-07-01T10:00:00.000Z'],
    ['2026-12-01T06:00', 'Europe/Berlin', '2026-12-01T05:00:00.000Z'],
    ['2026-01-01T00:00', 'Pacific/Auckland', '2025-12-31T11:00:00.000Z'],
    ['2026-01-01T00:00', 'Asia/Kolkata', '2025-12-31T18:30:00.000Z'],
    ['2026-01-01T00:00', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['2026-06-01T12:00', 'UTC', '2026-06-01T12:00:00.000Z'],
    // Shown twice: the first is meant.
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    // Half an hour of it only.
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    // An instant is an instant anywhere.
    ['2026-12-01T11:00:00Z', 'Europe/Berlin', '2026-12-01T11:00:00.000Z'],
    ['2026-12-01T06:00:00-05:00', 'Europe/Berlin', '2026-12-01T11:00:00.000Z'],
  ])('reads %s in %s', (text, zone, instant) => {
    expect(readMoment(text, zone).toISOString()).toBe(instant)
  })

  it.each([
    ['2026-03-08T02:30', 'America/New_York', 'is skipped'],
    ['2026-03-29T02:00', 'Europe/Berlin', 'is skipped'],
    ['2026-13-01T00:00', 'UTC', 'not a time'],
    ['2026-02-31T00:00', 'UTC', 'not a time'],
  ])('refuses %s in %s', (text, zone, word) => {
    expect(() => readMoment(text, zone)).toThrow(word)
  })

  it('reads back what it wrote, but for an hour that comes twice', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/St_Johns'),
        (moment, zone) => {
          const written = localTime(moment, zone)
          const read = readMoment(written, zone)
          expect(localTime(read, zone)).toBe(written)
          expect(read.getTime()).toBeLessThanOrEqual(moment.getTime())
          expect(moment.getTime() - read.getTime()).toBeLessThan(2 * 3_600_000)
        },
      ),
    )
  })
})
