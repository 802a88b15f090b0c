import { randomUUID } from 'node:crypto'
import { insertEvent, lastPosition, readEvents } from '@ils/platform/events/store'
import { until } from '@ils/testing/condition'
import { openTestPortal, type TestPortal } from '@ils/testing/test-portal'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openRecentLog, type RecentLog } from './recent-log.ts'

const types = ['test.said', 'test.also_said']

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

async function happen(type: string, count: number): Promise<void> {
  const { db, clock } = portal.app
  for (let i = 0; i < count; i++) {
    await insertEvent(db, {
      ...{ id: `evt_${randomUUID()}`, type, version: 1, practice: null, subject: 'x', subjectVersion: 1 },
      ...{ at: clock.now(), releaseId: null, correlationId: 'x', data: {} },
      actor: { kind: 'system', id: null, name: 'a test' },
    })
  }
  await until('all has its place', async () => {
    const { rows } = await db.raw<{ rows: unknown[] }>('select 1 from events where seq is null limit 1')
    return rows.length === 0
  })
}

/** As a line does: what it knows of is behind it, and it goes on from there. */
async function readAll(log: RecentLog, from: number, to: number): Promise<number[]> {
  const told: number[] = []
  for (let at = from; at < to;) {
    const known = await log.after(at)
    if (known === undefined) throw new Error(`${at} is not kept any more`)
    told.push(...known.events.map(({ seq }) => seq))
    at = Math.max(known.upTo, known.events.at(-1)?.seq ?? 0)
  }
  return told
}

it('everybody is told all of its kinds once and in order, wherever they begin and however many ask at once', async () => {
  const log = openRecentLog(portal.app.db, types)
  await log.after(0)
  const begin = await lastPosition(portal.app.db)
  const step = fc.record({ type: fc.constantFrom(...types, 'test.of_others'), count: fc.integer({ min: 1, max: 5 }) })
  await fc.assert(
    fc.asyncProperty(step, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), async ({ type, count }, starts) => {
      await happen(type, count)
      const end = await lastPosition(portal.app.db)
      const right = (await readEvents(portal.app.db, { after: begin, limit: 10_000, types })).map(({ seq }) => seq)
      const from = starts.map((start) => begin + (start % (end - begin)))
      const told = await Promise.all(from.map((at) => readAll(log, at, end)))
      expect(told).toEqual(from.map((at) => right.filter((seq) => seq > at)))
    }),
    { numRuns: 25 },
  )
})

it('a hundred that hear of news at once read them once', async () => {
  const log = openRecentLog(portal.app.db, types)
  const position = await lastPosition(portal.app.db)
  await log.after(position)
  await happen('test.said', 3)
  let asked = 0
  const note = ({ sql }: { sql: string }): void => {
    if (/from "events"|from "relay"/.test(sql)) asked++
  }
  portal.app.pool.on('query', note)
  const known = await Promise.all(Array.from({ length: 100 }, () => log.after(position)))
  portal.app.pool.off('query', note)
  expect(known.every((one) => one?.events.length === 3)).toBe(true)
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThanOrEqual(4)
})

it('what is older than what is kept is not said to be nothing', async () => {
  await happen('test.said', 2)
  const end = await lastPosition(portal.app.db)
  const log = openRecentLog(portal.app.db, types)
  // As after a night in which nobody looked.
  const { rows } = await portal.database.ownerDb.raw<{ rows: { last: number }[] }>(
    "update relay set last_seq = last_seq + 6000 where name = 'events' returning last_seq as last",
  )
  expect(await log.after(end - 1)).toBeUndefined()
  expect(await log.after(rows[0]?.last ?? 0)).toEqual({ events: [], upTo: rows[0]?.last })
})
