import type { WebhookBody } from '@ils/contract/webhook-body'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { checkEvent } from './check-event.ts'
import type { EventOf } from './event-of.ts'
import { readEvent } from './read-event.ts'
import type { ReceiverOptions } from './webhook-receiver.ts'
import { writeEvent } from './write-event.ts'

const shipped: WebhookBody = {
  ...{ id: 'evt_1', type: 'job.tray_freed', version: 1, timestamp: '2026-11-21T10:00:00.000Z', practice: 'p-1' },
  ...{ subject: 'job_1', subjectVersion: 3, releaseId: null },
  data: {
    ...{ jobId: 'job_1', orderRef: null, status: 'shipped', station: null, operator: 'Olga', machine: null },
    ...{ scanId: null, note: null, tray: 'A7' },
  },
}

describe('an event as text', () => {
  const events = fc.record({
    id: fc.stringMatching(/^evt_[0-9a-z]{26}$/),
    type: fc.stringMatching(/^[a-z]{1,8}[.][a-z_]{1,12}$/),
    version: fc.integer({ min: 1, max: 9 }),
    timestamp: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
      .map((at) => at.toISOString()),
    practice: fc.option(fc.string({ minLength: 1 })),
    subject: fc.string({ minLength: 1 }),
    subjectVersion: fc.integer({ min: 1, max: 1e6 }),
    releaseId: fc.option(fc.string({ minLength: 1 })),
    data: fc.dictionary(fc.string(), fc.jsonValue()),
  })
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, part]) => [name, shuffled(part)] as const)
        .reverse(),
    )
  }

  it('comes back as it was, and is the same text in whatever order its fields came', () => {
    fc.assert(
      fc.property(events, (event) => {
        const text = writeEvent(event)
        expect(readEvent(text)).toEqual(JSON.parse(JSON.stringify(event)))
        expect(writeEvent(readEvent(text))).toBe(text)
        expect(writeEvent(shuffled(event) as WebhookBody)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['null', 'is no event'],
    ['[]', 'is no event'],
    ['{"id":', 'is not JSON'],
    [JSON.stringify({ ...shipped, subjectVersion: '3' }), 'its subjectVersion is "3"'],
    [JSON.stringify({ ...shipped, data: undefined }), 'its data is missing'],
    [JSON.stringify({ ...shipped, timestamp: 'noon' }), 'its timestamp is "noon"'],
  ])('that is none is refused: %s', (text, why) => {
    expect(() => readEvent(text)).toThrow(why)
  })
})

describe('what an event says', () => {
  it('is checked by its kind, as far as the kind is known', () => {
    expect(checkEvent(shipped)).toEqual([])
    expect(checkEvent({ ...shipped, data: { ...shipped.data, tray: 7 } })).toMatchObject([
      { field: 'data.tray', value: 7 },
    ])
    expect(checkEvent({ ...shipped, data: { ...shipped.data, since: 'a later LIMS' } })).toEqual([])
    expect(checkEvent({ ...shipped, version: 2, data: {} })).toEqual([])
    expect(checkEvent({ ...shipped, type: 'job.sung', data: {} })).toEqual([])
  })

  it('is typed by its type', () => {
    expectTypeOf<EventOf<'job.shipped'>['data']['carrier']>().toEqualTypeOf<string>()
    expectTypeOf<EventOf<'job.status_changed'>['type']>().toEqualTypeOf<'job.status_changed'>()
    type On = ReceiverOptions['on']
    expectTypeOf<keyof On>().extract<'job.status_changed'>().toEqualTypeOf<'job.status_changed'>()
    expectTypeOf<keyof On>().extract<'job.sung'>().toEqualTypeOf<never>()
  })
})
