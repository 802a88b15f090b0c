import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { until } from '@ils/testing/condition'
import { openToldLims, type ToldLims } from '@ils/testing/webhooks/told-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attempt, HeldLane, Settled } from './lanes/store.ts'
import { writeTries } from './write-tries.ts'

let told: ToldLims
beforeAll(async () => {
  told = await openToldLims()
})
afterAll(() => told.close())

describe('writing tries down', () => {
  it('loses none of the others for one that cannot be written', async () => {
    const { app, database } = told.lims
    const now = told.clock.now()
    const until = new Date(now.getTime() + 60_000)
    const lanes = ['a', 'b', 'c', 'd', 'e'].map((subject): HeldLane => ({
      endpointId: 'whk_x',
      subject,
      revision: 1,
      lease: 'l',
    }))
    await database
      .ownerDb('webhook_lanes')
      .insert(
        lanes.map(({ endpointId, subject, lease }) => ({ endpoint_id: endpointId, subject, lease, due_at: until })),
      )
    const attemptOf = (subject: string): Attempt => ({
      ...{ eventId: `evt_${subject}`, at: now, outcome: 'delivered', state: 'delivered', url: 'http://x', status: 200 },
      ...{ error: null, requestHeaders: {}, responseHeaders: {}, responseBody: '' },
      // Larger than an integer of Postgres.
      ms: subject === 'c' ? 2 ** 40 : 1,
    })
    const tries = writeTries({ app, db: app.pool, leaseMs: 600, isFailing: () => false, onHealth: () => undefined })
    const settled = lanes.map((lane): Settled => ({ lane, next: { kind: 'done' }, attempt: attemptOf(lane.subject) }))
    expect(await Promise.all(settled.map((one) => tries.write(one)))).toEqual([true, true, false, true, true])
    const written = await database
      .ownerDb<{ event_id: string }>('webhook_attempts')
      .where('endpoint_id', 'whk_x')
      .orderBy('event_id')
    expect(written.map(({ event_id }) => event_id)).toEqual(['evt_a', 'evt_b', 'evt_d', 'evt_e'])
  })

  it('says whose lane was taken by another worker, and leaves that lane to it', async () => {
    const { app, database } = told.lims
    const lane: HeldLane = { endpointId: 'whk_y', subject: 'a', revision: 1, lease: 'mine' }
    const due_at = new Date(told.clock.now().getTime() + 60_000)
    await database.ownerDb('webhook_lanes').insert({ endpoint_id: 'whk_y', subject: 'a', lease: 'another’s', due_at })
    const tries = writeTries({ app, db: app.pool, leaseMs: 600, isFailing: () => false, onHealth: () => undefined })
    expect(await tries.write({ lane, next: { kind: 'done' }, attempt: null })).toBe(false)
    expect(await database.ownerDb('webhook_lanes').where('endpoint_id', 'whk_y')).toMatchObject([
      { lease: 'another’s', due_at },
    ])
  })

  it('leaves a lane due into which something came meanwhile', async () => {
    const { app, database } = told.lims
    const due_at = new Date(told.clock.now().getTime() + 60_000)
    const rows = [
      { endpoint_id: 'whk_z', subject: 'same', lease: 'l', due_at, revision: 4 },
      { endpoint_id: 'whk_z', subject: 'grown', lease: 'l', due_at, revision: 5 },
    ]
    await database.ownerDb('webhook_lanes').insert(rows)
    const tries = writeTries({ app, db: app.pool, leaseMs: 600, isFailing: () => false, onHealth: () => undefined })
    for (const { subject } of rows) {
      await tries.write({
        lane: { endpointId: 'whk_z', subject, revision: 4, lease: 'l' },
        next: { kind: 'done' },
        attempt: null,
      })
    }
    expect(await database.ownerDb('webhook_lanes').where('endpoint_id', 'whk_z').orderBy('subject')).toMatchObject([
      { subject: 'grown', lease: null, due_at: told.clock.now() },
      { subject: 'same', lease: null, due_at: null },
    ])
  })

  it('keeps of an answer what Postgres can hold, 16 KB of it at most', async () => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.end(`a\0b${'ü'.repeat(20_000)}`))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // It listens on a port, not on a pipe.
    const body = { url: `http://127.0.0.1:${port}/`, events: ['access.*'] }
    const { id: endpointId } = await told.admin.registerWebhook({ body })
    await told.happen()
    const [delivery] = await until('it arrived', async () => {
      const { items } = await told.admin.listDeliveries({ params: { endpointId }, query: { state: 'delivered' } })
      return items.length > 0 && items
    })
    const { attempts } = await told.admin.getDelivery({ params: { endpointId, eventId: delivery?.eventId ?? '' } })
    expect(attempts[0]?.responseBody).toMatch(/^a\ufffdbü+/)
    expect(Buffer.byteLength(attempts[0]?.responseBody ?? '')).toBeLessThanOrEqual(16 * 1024 + 4)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})
