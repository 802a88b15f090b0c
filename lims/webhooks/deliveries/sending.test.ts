import { readSettings } from '@ils/platform/config/read-settings'
import { until } from '@ils/testing/condition'
import { openToldLims } from '@ils/testing/webhooks/told-lims'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limsSettings } from '../../settings.ts'
import { bodyFor } from './body-for.ts'
import { judgeAnswer } from './judge-answer.ts'
import { adjust, newPace } from './pace.ts'
import { retryWait } from './retry-wait.ts'

const HOUR_MS = 3_600_000
const now = new Date('2026-11-21T08:00:00.000Z')
const answer = (status: number | null, headers: Record<string, string> = {}, error: string | null = null) => ({
  ...{ ms: 1, status, headers, body: '', error, refused: false },
})

describe('the waits between tries', () => {
  const { webhookRetrySeconds: waits } = readSettings(limsSettings, {})

  it('last for three days or more, each a little longer than planned and never shorter', () => {
    const all = (random: () => number): number[] => waits.map((_, tries) => retryWait(waits, tries, null, random) ?? -1)
    const sum = all(() => 0).reduce((total, one) => total + one, 0)
    expect(sum).toBeGreaterThanOrEqual(72 * HOUR_MS)
    expect(all(() => 0.999).reduce((total, one) => total + one, 0)).toBeLessThanOrEqual(sum * 1.1)
    expect(retryWait(waits, waits.length, null)).toBeNull()
  })

  it('are as long as the receiver asks, never shorter than planned, and at most a day longer', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(200 * HOUR_MS), (tries, askedMs) => {
        const seconds = String(Math.floor(askedMs / 1000))
        const { waitMs } = judgeAnswer(answer(503, { 'retry-after': seconds }), now)
        const wait = retryWait(waits, tries, waitMs, () => 0) ?? -1
        const planned = Number(waits[tries]) * 1000
        expect(wait).toBe(Math.max(planned, Math.min(Number(seconds) * 1000, 24 * HOUR_MS)))
      }),
    )
  })
})

describe('an answer', () => {
  it.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [301, 'failed'],
    [400, 'failed'],
    [410, 'gone'],
    [429, 'slow_down'],
    [500, 'failed'],
    [502, 'slow_down'],
    [503, 'slow_down'],
    [504, 'slow_down'],
  ] as const)('of status %s means %s', (status, verdict) => {
    expect(judgeAnswer(answer(status), now).verdict).toBe(verdict)
  })

  it('of 200 that broke off is none', () => {
    expect(judgeAnswer(answer(200, {}, 'the connection ended'), now).verdict).toBe('slow_down')
  })

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Sat, 21 Nov 2026 08:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 07:00:00 GMT', 0],
    ['soon', null],
    ['99999999999', 24 * HOUR_MS],
  ])('with Retry-After %s asks for %s ms', (text, waitMs) => {
    expect(judgeAnswer(answer(429, { 'retry-after': text }), now).waitMs).toBe(waitMs)
  })
})

describe('how many are on their way to an endpoint', () => {
  it('is never none and never more than the most, whatever it answers, and one who cannot keep up is called one by one', () => {
    const verdict = fc.constantFrom('delivered', 'failed', 'slow_down', 'gone')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.array(verdict), (most, verdicts) => {
        const pace = newPace(most)
        for (const one of verdicts) {
          adjust(pace, one, most)
          expect(pace.window).toBeGreaterThanOrEqual(1)
          expect(pace.window).toBeLessThanOrEqual(most)
        }
        for (let i = 0; i < 8; i++) adjust(pace, 'slow_down', most)
        expect(pace.window).toBe(1)
      }),
    )
  })
})

it('a practice reads of a pilot that it takes part, and not who else does', () => {
  const actor = { kind: 'system', id: null, name: 'x' } as const
  const event = {
    ...{
      id: 'evt_1',
      seq: 1,
      type: 'rules.published',
      version: 1,
      practice: null,
      subject: 'rules',
      subjectVersion: 1,
    },
    ...{
      at: now.toISOString(),
      releaseId: null,
      correlationId: 'x',
      actor,
      data: { release: 3, practices: ['p-1', 'p-2'] },
    },
  }
  expect(bodyFor(event, { practice: 'p-1' }).data).toEqual({ release: 3, practices: ['p-1'] })
  expect(bodyFor(event, { practice: null }).data).toEqual(event.data)
})

it('a stop lets what is under way end, and gives back untried what does not end in time', async () => {
  const told = await openToldLims({ ILS_SHUTDOWN_SECONDS: '3', ILS_DRAIN_MS: '0', ILS_WEBHOOK_TIMEOUT_MS: '20000' })
  const { ownerDb } = told.lims.database
  const { id, receiver } = await told.register({ share: 1, ways: ['stall'] })
  await told.happen()
  await until('it is under way', () => receiver.arrivals.length > 0)
  await told.lims.running.stop('a test')
  const deliveries = await ownerDb<{ state: string; tries: number }>('webhook_deliveries').where('endpoint_id', id)
  for (const delivery of deliveries) expect(delivery).toMatchObject({ state: 'pending', tries: 0 })
  const lanes = await ownerDb<{ lease: string | null; due_at: Date | null }>('webhook_lanes').where('endpoint_id', id)
  expect(lanes.length).toBeGreaterThan(0)
  for (const { lease, due_at } of lanes) expect({ lease, due: due_at !== null }).toEqual({ lease: null, due: true })
  expect(await ownerDb('webhook_attempts')).toEqual([])
  await told.close()
})
