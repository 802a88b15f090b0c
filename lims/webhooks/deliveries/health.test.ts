import { until } from '@ils/testing/condition'
import { openToldLims, type ToldLims } from '@ils/testing/webhooks/told-lims'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newHealth, nextHealth, type Health } from './next-health.ts'

const SECOND_MS = 1000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const at = (ms: number): Date => new Date(Date.UTC(2026, 0, 1) + ms)
const fail = { ok: 0, failed: 1 }

describe('the breaker of an endpoint', () => {
  const failed = (times: number, from: Health = newHealth(at(0)), atMs = 0): Health => {
    let health = from
    for (let i = 0; i < times; i++) health = nextHealth(health, fail, at(atMs)).health
    return health
  }

  it('opens at seven failures of ten, not before', () => {
    const nine = failed(9)
    expect(nine.breaker).toBe('closed')
    expect(nextHealth(nine, fail, at(0)).health).toMatchObject({
      breaker: 'open',
      openUntil: at(30 * SECOND_MS),
      trips: 1,
    })
    const half = nextHealth(newHealth(at(0)), { ok: 5, failed: 5 }, at(0)).health
    expect(failed(6, half).breaker).toBe('closed')
    expect(failed(7, half).breaker).toBe('open')
  })

  it('forgets what is older than five minutes', () => {
    const before = failed(9)
    expect(nextHealth(before, fail, at(300 * SECOND_MS)).health).toMatchObject({ breaker: 'closed', windowFailed: 1 })
  })

  it('is tried by one, opens for longer when that fails, and closes when it arrives', () => {
    const open = failed(10)
    expect(nextHealth(open, fail, at(1)).health).toMatchObject({ breaker: 'open', trips: 1, openUntil: open.openUntil })
    const trial: Health = { ...open, breaker: 'half_open' }
    expect(nextHealth(trial, fail, at(0)).health).toMatchObject({
      breaker: 'open',
      trips: 2,
      openUntil: at(60 * SECOND_MS),
    })
    expect(nextHealth(trial, { ok: 1, failed: 0 }, at(0)).health).toMatchObject({ breaker: 'closed', trips: 0 })
    const often: Health = { ...trial, trips: 40 }
    expect(nextHealth(often, fail, at(0)).health.openUntil).toEqual(at(600 * SECOND_MS))
  })

  it('never stays open without an end, and never counts below nothing, whatever comes', () => {
    const step = fc.record({ ok: fc.nat(20), failed: fc.nat(20), afterMs: fc.nat(2 * HOUR_MS), trial: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let health = newHealth(at(0))
        let now = 0
        for (const { ok, failed: bad, afterMs, trial } of steps) {
          now += afterMs
          if (trial && health.breaker === 'open') health = { ...health, breaker: 'half_open' }
          health = nextHealth(health, { ok, failed: bad }, at(now)).health
          expect((health.breaker === 'closed') === (health.openUntil === null)).toBe(true)
          expect(health.windowOk >= 0 && health.windowFailed >= 0).toBe(true)
          if (health.openUntil)
            expect(health.openUntil.getTime() - at(now).getTime()).toBeLessThanOrEqual(600 * SECOND_MS)
          expect((health.failingSince === null) === (health.failuresInARow === 0)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('an endpoint that answers with nothing but failures', () => {
  it('is warned of after a day, and switched off after five', () => {
    let health = newHealth(at(0))
    const said: string[] = []
    for (let hour = 0; hour <= 130; hour += 5) {
      const next = nextHealth(health, fail, at(hour * HOUR_MS))
      health = next.health
      if (next.tell) said.push(`told at ${hour}`)
      if (next.disable) said.push(`disabled at ${hour}`)
    }
    expect(said.slice(0, 2)).toEqual(['told at 25', 'disabled at 120'])
    expect(said.filter((one) => one.startsWith('told'))).toHaveLength(1)
  })

  it('starts anew with the first that arrives', () => {
    const late = { ...newHealth(at(0)), failuresInARow: 50, failingSince: at(0), toldAt: at(DAY_MS) }
    const { health } = nextHealth(late, { ok: 1, failed: 1 }, at(6 * DAY_MS))
    expect(health).toMatchObject({ failuresInARow: 0, failingSince: null, toldAt: null })
    expect(nextHealth(health, fail, at(6 * DAY_MS)).disable).toBe(false)
  })

  it('is not switched off before somebody was told a day ago', () => {
    const untold = { ...newHealth(at(0)), failuresInARow: 50, failingSince: at(0) }
    const told = nextHealth(untold, fail, at(9 * DAY_MS))
    expect(told).toMatchObject({ tell: true, disable: false })
    expect(nextHealth(told.health, fail, at(9 * DAY_MS + HOUR_MS)).disable).toBe(false)
    expect(nextHealth(told.health, fail, at(10 * DAY_MS)).disable).toBe(true)
  })
})

describe('a LIMS with an endpoint that fails', () => {
  let told: ToldLims
  beforeAll(async () => {
    told = await openToldLims()
  })
  afterAll(() => told.close())

  const stateOf = async (endpointId: string) => (await told.admin.getWebhook({ params: { endpointId } })).state
  const healthOf = (endpoint_id: string) =>
    told.lims.database
      .ownerDb('webhook_health')
      .where({ endpoint_id })
      .first<{ breaker: string; failures_in_a_row: number }>()

  it('leaves it alone for a while, tries once, and goes on when that arrives', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [500] })
    for (let i = 0; i < 12; i++) await told.happen()
    await until('it is open', async () => (await healthOf(id))?.breaker === 'open')
    await until(
      'what was under way has ended',
      async () => (await healthOf(id))?.failures_in_a_row === receiver.arrivals.length,
    )
    const before = receiver.arrivals.length
    await told.happen()
    const listed = async () => (await told.admin.listDeliveries({ params: { endpointId: id } })).items
    // It is the first that is due then: one that failed once waits for longer when it fails again.
    await until('it waits with the others', async () => (await listed()).length === 13)
    told.clock.advance(20 * SECOND_MS)
    const other = await told.register()
    await told.happen()
    await until('the other is told', () => other.receiver.arrivals.length > 0)
    expect(receiver.arrivals).toHaveLength(before)
    told.clock.advance(11 * SECOND_MS)
    await until('it was tried once', () => receiver.arrivals.length === before + 1)
    await until('it is open again', async () => {
      const health = await healthOf(id)
      return health?.breaker === 'open' && health.failures_in_a_row === before + 1
    })
    receiver.behave({ share: 0 })
    told.clock.advance(61 * SECOND_MS)
    await until('all arrived', async () => {
      const items = await listed()
      return items.length === 14 && items.every(({ state }) => state === 'delivered')
    })
    expect(await healthOf(id)).toMatchObject({ breaker: 'closed', failures_in_a_row: 0 })
  })

  it('switches one off that says 410, tells the others but not that one, and keeps what it misses', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [410] })
    const other = await told.register()
    const { version } = await told.admin.getWebhook({ params: { endpointId: other.id } })
    await told.admin.changeWebhook({ params: { endpointId: other.id }, body: { version, events: ['webhooks.*'] } })
    const subject = await told.happen()
    await until('it is disabled', async () => (await stateOf(id)) === 'disabled')
    expect(await told.admin.getWebhook({ params: { endpointId: id } })).toMatchObject({
      stateReason: 'answered 410: it wants to be told nothing any more',
    })
    await until('the other is told of it', () =>
      other.receiver.arrivals.some(({ type, subject: of }) => type === 'webhooks.endpoint_disabled' && of === id),
    )
    await told.happenAgain(subject)
    const kept = () => told.admin.listDeliveries({ params: { endpointId: id } })
    await until('it is kept', async () => (await kept()).items.length === 2)
    expect((await kept()).items.map(({ state }) => state)).toEqual(['pending', 'pending'])
    expect(receiver.arrivals).toHaveLength(1)

    receiver.behave({ share: 0 })
    await told.admin.resumeWebhook({ params: { endpointId: id }, body: { replay: true } })
    await until('it was told of what it missed', async () =>
      (await kept()).items.every((one) => one.state === 'delivered'),
    )
    expect(receiver.arrivals.map((arrival) => arrival.subjectVersion)).toEqual([1, 1, 2])
  })

  it('says after a day that it will be switched off, and does so after five', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [500] })
    const other = await told.register()
    const { version } = await told.admin.getWebhook({ params: { endpointId: other.id } })
    await told.admin.changeWebhook({ params: { endpointId: other.id }, body: { version, events: ['webhooks.*'] } })
    // By id: a lease ends too when the clock jumps, and what was under way then comes again.
    const saidOf = () => {
      const said = other.receiver.arrivals.filter(
        (one) => one.subject === id && one.type !== 'webhooks.endpoint_changed',
      )
      return [...new Map(said.map((one) => [one.id, one.type])).values()]
    }
    const began = told.clock.now()
    await told.happen()
    while (told.clock.now().getTime() - began.getTime() < 5 * DAY_MS) {
      const tried = receiver.arrivals.length
      await until('it was tried', async () => receiver.arrivals.length > tried || (await told.happen()) === '')
      const seen = receiver.arrivals.length
      await until('that is written down', async () => ((await healthOf(id))?.failures_in_a_row ?? 0) >= seen)
      told.clock.advance(11 * HOUR_MS)
    }
    await until('it is disabled', async () => (await stateOf(id)) === 'disabled')
    await until('both were said', () => saidOf().length === 2)
    expect(saidOf()).toEqual(['webhooks.endpoint_failing', 'webhooks.endpoint_disabled'])
    const { stateReason } = await told.admin.getWebhook({ params: { endpointId: id } })
    expect(stateReason).toMatch(/^Nothing arrived since .*answered 500$/)
    const audited = await told.admin.listAudit({ query: { subject: id } })
    expect(audited.items.map(({ action }) => action)).toContain('webhook.disabled')
  })
})
