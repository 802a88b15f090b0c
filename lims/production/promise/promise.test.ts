import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleCalendar } from './example.ts'
import { estimateOf, latestStart, promiseOf, slackHours, type JobAhead } from './promise.ts'
import { localDay } from './wall-clock.ts'
import { addWorkingHours, workingHoursBetween } from './working-time.ts'

const calendar = exampleCalendar()
const at = (text: string) => new Date(`${text}-05:00`)
/** A moment of the last week of November 2026, Sunday the 22nd to Saturday the 28th; Thursday is a holiday. */
const on = (day: number, time: string) => at(`2026-11-${day}T${time}`)

describe('the estimate of a job', () => {
  const monday = on(23, '09:00')
  const job = (overrides: Partial<JobAhead>): JobAhead => ({
    ...{ calendar, now: monday, workingHours: 16, totalMinutes: 120, remainingMinutes: 120, waitMinutes: 0 },
    ...{ held: false, heldUntil: null },
    ...overrides,
  })

  it.each([
    ['at its beginning, by the hours of the rules', {}, on(25, '09:00')],
    ['half way, by half of them', { remainingMinutes: 60 }, on(24, '09:00')],
    ['with nothing left, is now', { remainingMinutes: 0 }, monday],
    [
      'with nothing left on a Sunday, is Monday morning',
      { remainingMinutes: 0, now: on(22, '12:00') },
      on(23, '08:00'),
    ],
    ['behind a long queue, by the queue', { waitMinutes: 960 }, on(25, '11:00')],
    ['behind a short queue, still by the rules', { waitMinutes: 800 }, on(25, '09:00')],
    ['of which all was lost and more is to do, by more', { remainingMinutes: 180 }, on(27, '09:00')],
    [
      'whose stations take no time, by the hours of the rules',
      { totalMinutes: 0, remainingMinutes: 0 },
      on(25, '09:00'),
    ],
    ['held until Tuesday, from then', { held: true, heldUntil: on(24, '12:00') }, on(27, '12:00')],
    ['held until last week, from now', { held: true, heldUntil: on(20, '12:00') }, on(25, '09:00')],
    ['held without an end, as if it went on now', { held: true }, on(25, '09:00')],
    ['held no more, from now', { held: false, heldUntil: on(24, '12:00') }, on(25, '09:00')],
  ])('%s', (_what, overrides, end) => {
    expect(estimateOf(job(overrides))).toEqual(end)
  })
})

describe('the promise', () => {
  const monday = on(23, '16:00')
  const tuesday = on(24, '16:00')
  const wednesday = on(25, '16:00')
  const friday = on(27, '16:00')

  it.each([
    ['is made for the closing of the estimate’s day', null, null, on(24, '09:10'), tuesday, '2026-11-24', false],
    ['is made for that day also by an estimate at closing time', null, null, tuesday, tuesday, '2026-11-24', false],
    ['stays while the day does', tuesday, tuesday, on(24, '15:59'), tuesday, '2026-11-24', false],
    [
      'stays at a moment of its own while the day does',
      tuesday,
      on(24, '12:00'),
      on(24, '15:00'),
      on(24, '12:00'),
      '2026-11-24',
      false,
    ],
    ['moves later as soon as the estimate does', tuesday, tuesday, on(25, '08:01'), wednesday, '2026-11-25', true],
    ['moves over a holiday', tuesday, wednesday, on(27, '08:01'), friday, '2026-11-27', true],
    ['moves back with a quarter of a day to spare', monday, wednesday, on(24, '14:00'), tuesday, '2026-11-24', true],
    ['does not move back with a minute less', monday, wednesday, on(24, '14:01'), wednesday, '2026-11-25', false],
    ['moves back to a safe day between', monday, friday, on(24, '14:01'), wednesday, '2026-11-25', true],
    ['moves back to the first promise at most', tuesday, wednesday, on(20, '09:00'), tuesday, '2026-11-24', true],
    [
      'moves back to the first promise as it was',
      on(24, '12:00'),
      wednesday,
      on(24, '09:00'),
      on(24, '12:00'),
      '2026-11-24',
      true,
    ],
    ['stays the first for an earlier estimate', tuesday, tuesday, on(20, '09:00'), tuesday, '2026-11-24', false],
    ['that came before the first is mended', wednesday, monday, on(20, '09:00'), wednesday, '2026-11-25', true],
  ])('%s', (_what, first, current, estimate, promisedAt, day, changedDay) => {
    expect(promiseOf({ calendar, first, current, estimate })).toEqual({ promisedAt, day, changedDay })
  })

  it('of work that ends at midnight is for the day that ends', () => {
    const late = exampleCalendar({ opens: '16:00' })
    const promise = promiseOf({ calendar: late, first: null, current: null, estimate: on(24, '20:00') })
    expect(promise).toEqual({ promisedAt: on(25, '00:00'), day: '2026-11-24', changedDay: false })
  })

  it('of work after midnight is for the day on which it ends', () => {
    const nights = exampleCalendar({ opens: '22:00' })
    const promise = promiseOf({ calendar: nights, first: null, current: null, estimate: on(24, '23:00') })
    expect(promise).toEqual({ promisedAt: on(25, '06:00'), day: '2026-11-25', changedDay: false })
  })

  const anyMoment = fc.date({ min: at('2026-10-01T00:00'), max: at('2027-02-01T00:00'), noInvalidDate: true })
  const shapes = [{}, { opens: '22:00' }, { opens: '16:00' }, { opens: '06:00', hoursOfDay: 16 }, { days: ['friday'] }]
  const anyCalendar = fc.constantFrom(...shapes.map((shape) => exampleCalendar(shape)))

  it('never comes before the day of the first, nor before the estimate’s', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, fc.array(anyMoment, { minLength: 1 }), (lab, opening, estimates) => {
        const first = promiseOf({ calendar: lab, first: null, current: null, estimate: opening }).promisedAt
        let current = first
        for (const estimate of estimates) {
          current = promiseOf({ calendar: lab, first, current, estimate }).promisedAt
          expect(current.getTime()).toBeGreaterThanOrEqual(first.getTime())
          expect(current.getTime()).toBeGreaterThanOrEqual(estimate.getTime())
        }
      }),
      { numRuns: 300 },
    )
  })

  it('says that the day changed exactly when it did', () => {
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyMoment, anyMoment, (lab, a, b, estimate) => {
        const first = promiseOf({ calendar: lab, first: null, current: null, estimate: a }).promisedAt
        const before = promiseOf({ calendar: lab, first, current: first, estimate: b })
        const after = promiseOf({ calendar: lab, first, current: before.promisedAt, estimate })
        expect(after.changedDay).toBe(after.day !== before.day)
        if (!after.changedDay) expect(after.promisedAt).toEqual(before.promisedAt)
      }),
      { numRuns: 300 },
    )
  })

  it('does not go to and fro for estimates that differ by less than a quarter of a working day', () => {
    const swings = fc.array(fc.double({ min: 0, max: 0.249, noNaN: true }), { minLength: 3, maxLength: 30 })
    fc.assert(
      fc.property(anyCalendar, anyMoment, anyMoment, swings, (lab, start, promised, parts) => {
        let current = promiseOf({ calendar: lab, first: null, current: null, estimate: promised }).promisedAt
        const directions = new Set<number>()
        for (const part of parts) {
          const estimate = addWorkingHours(lab, start, part * lab.hoursOfDay)
          const next = promiseOf({ calendar: lab, first: null, current, estimate }).promisedAt
          if (next > current) directions.add(1)
          if (next < current) directions.add(-1)
          current = next
        }
        expect(directions.size).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the latest start', () => {
  it.each([
    ['that leaves time today', on(24, '16:00'), 2, on(24, '14:00')],
    ['over a night', on(24, '16:00'), 10, on(23, '14:00')],
    ['over a holiday', on(27, '16:00'), 12, on(25, '12:00')],
    ['of work that is done', on(24, '16:00'), 0, on(24, '16:00')],
    ['by the quarter of an hour', on(24, '16:00'), 1.9, on(24, '14:00')],
    ['just before the next quarter', on(24, '16:00'), 1.76, on(24, '14:00')],
    ['on the next quarter', on(24, '16:00'), 1.75, on(24, '14:15')],
  ])('%s', (_what, promisedAt, remainingHours, start) => {
    expect(latestStart({ calendar, promisedAt, remainingHours })).toEqual(start)
  })

  it('leaves the slack of the hours that may still be lost', () => {
    expect(slackHours(on(23, '15:00'), on(24, '14:00'), calendar)).toBe(7)
    expect(slackHours(on(24, '15:00'), on(24, '14:00'), calendar)).toBe(-1)
    expect(slackHours(on(21, '15:00'), on(23, '08:00'), calendar)).toBe(0)
  })

  it('keeps the promise when the work begins there, with less than a quarter of an hour to spare', () => {
    const moment = fc.date({ min: at('2026-10-01T00:00'), max: at('2027-02-01T00:00'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 6000 }), (estimate, minutes) => {
        const { promisedAt, day } = promiseOf({ calendar, first: null, current: null, estimate })
        const start = latestStart({ calendar, promisedAt, remainingHours: minutes / 60 })
        const end = addWorkingHours(calendar, start, minutes / 60)
        expect(end.getTime()).toBeLessThanOrEqual(promisedAt.getTime())
        expect(workingHoursBetween(calendar, end, promisedAt)).toBeLessThan(0.25)
        expect(localDay(calendar.timeZone, end)).toBe(day)
      }),
    )
  })
})
