import { system } from '@ils/platform/actor'
import { jobPromiseChanged } from '@ils/contract/job-events'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { until } from '@ils/testing/condition'
import { openToldLims, type ToldLims } from '@ils/testing/webhooks/told-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetOldDeliveries } from '../public.ts'

let told: ToldLims
beforeAll(async () => {
  told = await openToldLims()
})
afterAll(() => told.close())

const listed = async (endpointId: string, query: { limit?: number; state?: 'failed' | 'skipped' | 'pending' } = {}) =>
  (await told.admin.listDeliveries({ params: { endpointId }, query })).items
const statesOf = async (endpointId: string) => (await listed(endpointId)).map(({ state }) => state).join()
const pause = (endpointId: string) => told.admin.pauseWebhook({ params: { endpointId }, body: { reason: 'a test' } })
const now = () => told.clock.now().toISOString()

describe('an endpoint that was paused', () => {
  it('is sent all that it missed, in order, when it is resumed so', async () => {
    const { id, receiver } = await told.register()
    await pause(id)
    const subject = await told.happen()
    await told.happenAgain(subject)
    await told.happenAgain(subject)
    await until('it is kept', async () => (await statesOf(id)) === 'pending,pending,pending')
    expect(receiver.arrivals).toEqual([])
    await told.admin.resumeWebhook({ params: { endpointId: id }, body: { replay: true } })
    await until('all arrived', async () => (await statesOf(id)) === 'delivered,delivered,delivered')
    expect(receiver.arrivals.map(({ subjectVersion }) => subjectVersion)).toEqual([1, 2, 3])
  })

  it('is sent what came since then only, when that is asked for; the rest can still be replayed', async () => {
    const { id, receiver } = await told.register()
    await pause(id)
    told.clock.advance(60_000)
    const began = now()
    const early = await told.happen()
    await until('it is kept', async () => (await statesOf(id)) === 'pending')
    told.clock.advance(60_000)
    const since = now()
    const late = await told.happen()
    await until('both are kept', async () => (await statesOf(id)) === 'pending,pending')
    await told.admin.resumeWebhook({ params: { endpointId: id }, body: { replay: true, since } })
    await until('one arrived', async () => (await statesOf(id)) === 'delivered,skipped')
    expect(receiver.arrivals.map(({ subject }) => subject)).toEqual([late])
    const { deliveries } = await told.admin.replayDeliveries({ params: { endpointId: id }, body: { since: began } })
    expect(deliveries).toBe(1)
    await until('the other arrived', async () => (await statesOf(id)) === 'delivered,delivered')
    expect(receiver.arrivals.map(({ subject }) => subject)).toEqual([late, early])
  })

  it('goes on with what happens next, when it is resumed without', async () => {
    const { id, receiver } = await told.register()
    await pause(id)
    await told.happen()
    await until('it is kept', async () => (await statesOf(id)) === 'pending')
    await told.admin.resumeWebhook({ params: { endpointId: id }, body: { replay: false } })
    const next = await told.happen()
    await until('the next one arrived', async () => (await statesOf(id)) === 'delivered,skipped')
    expect(receiver.arrivals.map(({ subject }) => subject)).toEqual([next])
  })
})

describe('sending again', () => {
  it('replays what happened before the endpoint was there, once however often it is asked for', async () => {
    const began = now()
    const first = await told.happen()
    await told.isInLog()
    const { id, receiver } = await told.register()
    const replay = () => told.admin.replayDeliveries({ params: { endpointId: id }, body: { since: began } })
    const { deliveries } = await replay()
    expect(deliveries).toBeGreaterThan(0)
    await until('all arrived', async () => (await statesOf(id)).replaceAll('delivered', '').replaceAll(',', '') === '')
    expect(receiver.arrivals.map(({ subject }) => subject)).toContain(first)
    expect((await replay()).deliveries).toBe(0)
    expect(receiver.arrivals).toHaveLength(deliveries)
  })

  it('recovers everything that was given up since then, and nothing else', async () => {
    const { id, receiver } = await told.register()
    await told.happen()
    await told.happen()
    await until('both arrived', async () => (await statesOf(id)) === 'delivered,delivered')
    const given = { state: 'failed', tries: 10 }
    await told.lims.database.ownerDb('webhook_deliveries').where({ endpoint_id: id }).update(given)
    const late = new Date(told.clock.now().getTime() + 1000).toISOString()
    const recover = (since: string) => told.admin.recoverDeliveries({ params: { endpointId: id }, body: { since } })
    expect(await recover(late)).toEqual({ deliveries: 0 })
    expect(await recover(now())).toEqual({ deliveries: 2 })
    await until('both arrived again', async () => (await statesOf(id)) === 'delivered,delivered')
    expect(receiver.arrivals).toHaveLength(4)
    expect(receiver.report().repeated).toBe(2)
  })

  it('of a delivery that nobody knows is refused', async () => {
    const { id } = await told.register()
    const eventId = `evt_${'0'.repeat(26)}`
    await expect(told.admin.resendDelivery({ params: { endpointId: id, eventId } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the feed of an endpoint', () => {
  it('has what it is told of, in order and from any position, and waits for more', async () => {
    const { id } = await told.admin.registerWebhook({ body: { url: null, events: ['access.*'] } })
    const read = (after: number, waitSeconds = 0) =>
      told.admin.readFeed({ params: { endpointId: id }, query: { after, waitSeconds, limit: 2 } })
    const empty = await until('the registration is in the log', () => read(0))
    expect(empty.events).toEqual([])
    const subject = await told.happen()
    await told.happenAgain(subject)
    await told.happenAgain(subject)
    const page = await until('they are in the log', async () => {
      const found = await read(empty.position)
      return found.more && found
    })
    const rest = await until('the last one is too', async () => {
      const found = await read(page.position)
      return found.events.length === 1 && found
    })
    expect([...page.events, ...rest.events].map(({ body }) => body.subjectVersion)).toEqual([1, 2, 3])
    expect(await read(empty.position)).toEqual(page)
    const waiting = read(rest.position, 20)
    await told.happenAgain(subject)
    expect((await waiting).events.map(({ body }) => body.subjectVersion)).toEqual([4])
    expect(await listed(id)).toEqual([])
  })

  it('of a practice has its own affairs only, and without the names of others', async () => {
    const { id, secret } = await told.admin
      .addHolder({ body: { kind: 'service', name: 'Portal', roles: ['service'], practice: 'p-1' } })
      .then(async (holder) => ({
        id: holder.id,
        secret: (await told.admin.makeKey({ body: { holderId: holder.id, label: 'x' } })).secret,
      }))
    expect(id).toMatch(/^hld_/)
    const practice = told.lims.client(secret ?? '')
    const own = await practice.registerWebhook({ body: { url: null } })
    const changed = {
      jobId: 'job_x',
      orderRef: null,
      status: 'pending',
      from: '2026-11-23',
      promisedOn: '2026-11-24',
      reason: 'x',
    } as const
    const { app } = told.lims
    await inTransaction(app.pool, async (trx) => {
      for (const of of ['p-1', 'p-2', null]) {
        const fact = { subject: `job_${String(of)}`, subjectVersion: 1, practice: of, data: changed }
        await record(app, trx, jobPromiseChanged, fact, system('test'))
      }
    })
    const { events } = await until('it is in the log', async () => {
      const page = await practice.readFeed({ params: { endpointId: own.id }, query: { waitSeconds: 5 } })
      return page.events.length > 0 && page
    })
    expect(events.map(({ body }) => body.subject)).toEqual(['job_p-1'])
    const other = (await told.register()).id
    await expect(practice.readFeed({ params: { endpointId: other } })).rejects.toMatchObject({ code: 'not_found' })
    await expect(practice.listDeliveries({ params: { endpointId: other } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

describe('the list of deliveries', () => {
  it('pages through all of them without a gap, by state and type', async () => {
    const { id } = await told.register()
    for (let i = 0; i < 5; i++) await told.happen()
    await until('all are there', async () => (await listed(id)).length === 5)
    const seen: number[] = []
    for (let after: string | undefined; ;) {
      const page = await told.admin.listDeliveries({
        params: { endpointId: id },
        query: { limit: 2, ...(after ? { after } : {}) },
      })
      seen.push(...page.items.map(({ position }) => position))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toEqual((await listed(id)).map(({ position }) => position))
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
    expect(await listed(id, { state: 'failed' })).toEqual([])
  })

  it('forgets what was settled long ago, and never what still waits', async () => {
    const { id } = await told.register()
    const paused = await told.register()
    await pause(paused.id)
    await told.happen()
    await until(
      'one arrived and one is kept',
      async () => `${await statesOf(id)} ${await statesOf(paused.id)}` === 'delivered pending',
    )
    told.clock.advance(91 * 86_400_000)
    await forgetOldDeliveries(told.lims.app)
    expect(await statesOf(id)).toBe('')
    expect(await statesOf(paused.id)).toBe('pending')
    const { rows } = await told.lims.database.ownerDb.raw<{ rows: { n: number }[] }>(
      'select count(*) as n from webhook_attempts',
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})
