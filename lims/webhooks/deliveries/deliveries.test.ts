import type { WebhookBody } from '@ils/contract/webhook-body'
import { verifyWebhookSignature } from '@ils/lims-client/webhooks/verify-webhook-signature'
import { until } from '@ils/testing/condition'
import { openToldLims, type ToldLims } from '@ils/testing/webhooks/told-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MINUTE_MS = 60_000
/** By Standard Webhooks 1.0.0; before the first try nothing is waited. */
const WAITS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

let told: ToldLims
beforeAll(async () => {
  told = await openToldLims()
})
afterAll(() => told.close())

const deliveriesOf = async (endpointId: string) => (await told.admin.listDeliveries({ params: { endpointId } })).items
const whole = (endpointId: string, eventId: string) => told.admin.getDelivery({ params: { endpointId, eventId } })

/** The one delivery of a subject, once it is as wanted. */
const deliveryOf = (endpointId: string, subject: string, tries: number, state: string) =>
  until(`${state} after ${tries} tries`, async () =>
    (await deliveriesOf(endpointId)).find(
      (one) => one.subject === subject && one.tries === tries && one.state === state,
    ),
  )

describe('a delivery', () => {
  it('carries the event, is signed, and is written down with request and answer', async () => {
    const bodies: WebhookBody[] = []
    const { id, receiver } = await told.register({ onArrival: (_, body) => body && bodies.push(body) })
    const subject = await told.happen()
    const delivery = await deliveryOf(id, subject, 1, 'delivered')
    expect(delivery).toMatchObject({ type: 'access.holder_added', lastOutcome: 'delivered', lastStatus: 200 })
    const { body, attempts } = await whole(id, delivery.eventId)
    expect(bodies).toEqual([body])
    expect(Object.keys(body)).not.toContain('actor')
    expect(attempts).toMatchObject([
      { outcome: 'delivered', status: 200, error: null, url: receiver.url, responseBody: 'taken' },
    ])
    expect(attempts[0]?.requestHeaders).toMatchObject({ 'webhook-id': delivery.eventId })
  })

  it('is signed with the secret of its endpoint, the bytes that were sent', async () => {
    const { secret, id } = await told.admin.registerWebhook({
      body: { url: 'http://127.0.0.1:9', events: ['access.*'] },
    })
    const subject = await told.happen()
    const delivery = await deliveryOf(id, subject, 1, 'pending')
    const { body, attempts } = await whole(id, delivery.eventId)
    const headers = attempts[0]?.requestHeaders ?? {}
    const sent = Buffer.from(JSON.stringify(body))
    await verifyWebhookSignature({ body: sent, headers }, { secrets: [secret ?? ''], now: () => told.clock.now() })
    expect(attempts[0]).toMatchObject({ outcome: 'slow_down', status: null })
    expect(attempts[0]?.error).toMatch(/ECONNREFUSED/)
  })

  it('that failed is tried again when its time has come, with the same id and a new time', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [500] })
    const subject = await told.happen()
    const failed = await deliveryOf(id, subject, 1, 'pending')
    expect(failed).toMatchObject({ lastOutcome: 'failed', lastStatus: 500 })
    const { dueAt } = await whole(id, failed.eventId)
    const waitMs = Date.parse(dueAt ?? '') - told.clock.now().getTime()
    expect(waitMs).toBeGreaterThanOrEqual(5000)
    expect(waitMs).toBeLessThanOrEqual(5500)
    receiver.behave({ share: 0 })
    told.clock.advance(6000)
    await deliveryOf(id, subject, 2, 'delivered')
    const { attempts } = await whole(id, failed.eventId)
    const [first, second] = attempts.map(({ requestHeaders }) => requestHeaders)
    expect(second?.['webhook-id']).toBe(first?.['webhook-id'])
    expect(Number(second?.['webhook-timestamp']) - Number(first?.['webhook-timestamp'])).toBe(6)
    expect(receiver.arrivals.map(({ came }) => came)).toEqual([500, 'taken'])
  })

  it('waits as long as the receiver asks, where that is longer', async () => {
    const { id } = await told.register({ share: 1, ways: [429], retryAfterSeconds: 600 })
    const subject = await told.happen()
    const failed = await deliveryOf(id, subject, 1, 'pending')
    expect(failed).toMatchObject({ lastOutcome: 'slow_down', lastStatus: 429 })
    const { dueAt } = await whole(id, failed.eventId)
    expect(Date.parse(dueAt ?? '') - told.clock.now().getTime()).toBe(10 * MINUTE_MS)
  })

  it.each([
    ['redirect', 302, /redirects are not followed/],
    ['stall', null, /no answer within 1000 ms/],
    ['reset', null, /ECONNRESET|socket hang up/],
    ['wrong_length', 200, /in the middle of the answer/],
  ] as const)('did not arrive when the receiver does this: %s', async (way, status, saying) => {
    const { id, receiver } = await told.register({ share: 1, ways: [way] })
    const subject = await told.happen()
    const failed = await deliveryOf(id, subject, 1, 'pending')
    const { attempts } = await whole(id, failed.eventId)
    expect(attempts).toHaveLength(1)
    expect(attempts[0]?.status).toBe(status)
    expect(attempts[0]?.error).toMatch(saying)
    expect(receiver.arrivals).toHaveLength(1)
  })

  it('that failed holds back what came later of its subject, and nothing else', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [500] })
    const held = await told.happen()
    await deliveryOf(id, held, 1, 'pending')
    receiver.behave({ share: 0 })
    await told.happenAgain(held)
    const other = await told.happen()
    await deliveryOf(id, other, 1, 'delivered')
    const ofHeld = async () => (await deliveriesOf(id)).filter(({ subject }) => subject === held)
    expect(await ofHeld()).toMatchObject([
      { type: 'access.holder_changed', state: 'pending', tries: 0 },
      { type: 'access.holder_added', state: 'pending', tries: 1 },
    ])
    told.clock.advance(6000)
    await until('both arrived', async () => (await ofHeld()).every(({ state }) => state === 'delivered'))
    const versions = receiver.arrivals.filter(({ subject }) => subject === held).map((one) => one.subjectVersion)
    expect(versions).toEqual([1, 1, 2])
  })

  it('is given up after its last try, and what is behind it goes on', async () => {
    const { id, receiver } = await told.register({ share: 1, ways: [500] })
    const subject = await told.happen()
    for (const [at, seconds] of WAITS.entries()) {
      await deliveryOf(id, subject, at + 1, 'pending')
      told.clock.advance(seconds * 1100)
    }
    const given = await deliveryOf(id, subject, 10, 'failed')
    receiver.behave({ share: 0 })
    await told.happenAgain(subject)
    await until('the next one arrived', async () => (await deliveriesOf(id))[0]?.state === 'delivered')

    const again = await told.admin.resendDelivery({ params: { endpointId: id, eventId: given.eventId } })
    expect(again).toMatchObject({ state: 'pending', tries: 0 })
    const sent = await until('it arrived', async () => {
      const now = await whole(id, given.eventId)
      return now.state === 'delivered' && now
    })
    expect(sent).toMatchObject({ tries: 1 })
    expect(sent.attempts).toHaveLength(11)
  })

  it('of an endpoint that is gone stops nobody', async () => {
    const gone = await told.register({ share: 1, ways: ['stall'] })
    const stays = await told.register()
    await told.happen()
    await until('it is under way', () => gone.receiver.arrivals.length === 1)
    await told.admin.removeWebhook({ params: { endpointId: gone.id } })
    const next = await told.happen()
    await deliveryOf(stays.id, next, 1, 'delivered')
    // A row that leads nowhere: its endpoint was never there.
    await told.lims.database
      .ownerDb('webhook_lanes')
      .insert({ endpoint_id: 'whk_nobody', subject: 'x', due_at: told.clock.now() })
    const last = await told.happen()
    await deliveryOf(stays.id, last, 1, 'delivered')
  })

  it('whose secret cannot be opened waits, and stops nobody', async () => {
    const broken = await told.register()
    const whole = await told.register()
    await told.lims.database
      .ownerDb('webhook_endpoints')
      .where({ id: broken.id })
      .update({ secret: 's1.00000000.AAAA' })
    // A worker knows an endpoint as it was a moment ago: it is not the first event that finds it so.
    await until('it is said', async () => {
      const subject = await told.happen()
      await deliveryOf(whole.id, subject, 1, 'delivered')
      return told.lims.log.lines.some((line) => line['msg'] === 'a delivery could not be made ready')
    })
    expect((await deliveriesOf(broken.id))[0]).toMatchObject({ state: 'pending', tries: 0 })
  })
})
