import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { limsApi } from '@ils/contract/lims'
import type { Endpoint } from '@ils/contract/endpoint'
import { checkOf } from '@ils/contract/validate'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { CircuitOpen, LimsRefused } from '@ils/lims-client/refused'
import { memoryClaims } from '@ils/lims-client/webhooks/claims/memory-claims'
import { expressWebhooks } from '@ils/lims-client/webhooks/adapters/express-webhooks'
import { webhookReceiver } from '@ils/lims-client/webhooks/webhook-receiver'
import { Type } from '@sinclair/typebox'
import { WebSocket } from 'ws'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../condition.ts'
import { singleVision } from '../single-vision.ts'
import { exampleOf } from './example-of.ts'
import { openFakeLims, type FakeLims } from './open-fake-lims.ts'

let fake: FakeLims
let client: LimsClient
const open = (options = {}): LimsClient =>
  openLimsClient({ url: fake.url, key: fake.makeKey({ practice: 'practice-0012' }), retry: { firstMs: 1 }, ...options })
beforeEach(async () => {
  fake = await openFakeLims({ deliveryWaitsMs: [0, 10, 10] })
  client = open()
})
afterEach(() => fake.close())

it.each(Object.entries(limsApi as Readonly<Record<string, Endpoint>>).filter(([, { answer }]) => answer.body))(
  'what it answers to %s fits the contract',
  (_name, { answer }) => {
    const schema = answer.body ?? Type.Never()
    expect(checkOf(schema)(exampleOf(schema), 'answer')).toMatchObject({ ok: true })
  },
)

describe('a fake LIMS that fails as it is told', () => {
  it('loses an answer, and makes one job of two tries', async () => {
    fake.fail('createJob', { cut: 'after' }, 1)
    fake.fail('createJob', { cut: 'before' }, 1)
    const { jobId } = await client.createJob({ body: singleVision })
    expect(fake.seen.map(({ name, status }) => [name, status])).toEqual([
      ['createJob', 'cut'],
      ['createJob', 'cut'],
      ['createJob', 201],
    ])
    expect(new Set(fake.seen.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    expect((await client.listJobs()).items.map(({ id }) => id)).toEqual([jobId])
  })

  it('is away, behind a gateway, slow or full', async () => {
    fake.fail('*', { gateway: 502 })
    const breaking = open({ circuit: { failures: 2 }, retry: 'none' })
    for (let i = 0; i < 2; i++) await breaking.listJobs().catch(() => undefined)
    await expect(breaking.listJobs()).rejects.toBeInstanceOf(CircuitOpen)
    fake.mend()
    fake.fail('listJobs', { refuse: 'too_many_requests', retryAfter: 0 }, 2)
    await client.listJobs()
    fake.fail('listJobs', { slowMs: 200 }, 1)
    await expect(open({ timeoutMs: 30, retry: 'none' }).listJobs()).rejects.toThrow('did not answer')
  })

  it('is away when the catalogue is to be asked for again, and the last one is given where that is wanted', async () => {
    const stale: string[] = []
    const patient = open({ whenAway: 'last', retry: 'none', hooks: { onStale: (what: string) => stale.push(what) } })
    const last = await patient.fetchCatalog()
    await client.fetchCatalog()
    fake.fail('*', { cut: 'before' })
    for (const one of [patient, client]) one.catalogue.changed()
    expect(await patient.fetchCatalog()).toBe(last)
    expect(stale).toEqual(['fetchCatalog'])
    await expect(client.fetchCatalog()).rejects.toThrow('did not answer')
    fake.mend()
    fake.publish(last.items)
    expect((await patient.fetchCatalog()).release.number).toBe(2)
    fake.fail('getCatalog', { refuse: 'not_allowed' }, 1)
    patient.catalogue.changed()
    await expect(patient.fetchCatalog()).rejects.toMatchObject({ code: 'not_allowed' })
  })

  it('refuses with the causes it was given', async () => {
    const causes = [{ code: 'base', field: 'body.material', message: 'There is no blank of that material' }]
    fake.fail('createJob', { refuse: 'job_refused', detail: 'The lab cannot make it', causes }, 1)
    const refused: unknown = await client.createJob({ body: singleVision }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LimsRefused)
    expect(refused).toMatchObject({ code: 'job_refused', message: 'The lab cannot make it', problem: { causes } })
  })
})

it('a portal hears of a job that moves, and of another catalogue, and reads that anew', async () => {
  const heard: string[] = []
  const seen: { secrets: string[]; receive?: ReturnType<typeof expressWebhooks> } = { secrets: [] }
  const server = createServer((request, response) => seen.receive?.(request, response, () => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const { secret } = await client.registerWebhook({ body: { url } })
    seen.receive = expressWebhooks(
      webhookReceiver({
        secrets: [secret ?? ''],
        claims: memoryClaims(),
        on: {
          'job.status_changed': async ({ data }) => heard.push(`${data.from} → ${data.status}`),
          'catalog.updated': async ({ data }) => {
            client.catalogue.changed()
            heard.push(`release ${data.release}`)
          },
        },
      }),
    )
    const before = await client.fetchCatalog()
    expect(await client.fetchCatalog()).toBe(before)
    const { jobId } = await client.createJob({ body: singleVision })
    fake.moveJob(jobId, 'in_production')
    fake.moveJob(jobId, 'shipped')
    fake.publish(before.items.slice(0, 3))
    await until('it heard all', () => heard.length === 3)
    expect(heard.slice().sort()).toEqual(['in_production → shipped', 'pending → in_production', 'release 2'])
    expect((await client.getJobStatus({ params: { jobId } })).status).toBe('shipped')
    expect((await client.fetchCatalog()).items).toHaveLength(3)
    expect((await client.fetchRules()).release.number).toBe(2)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

it('a portal that is cut off again and again is told everything once', async () => {
  const heard: string[] = []
  const live = client.subscribeLive({
    ...{ rooms: ['practice:practice-0012'], WebSocket, firstWaitMs: 5, mostWaitMs: 20 },
    onEvent: ({ type, subject }) => void (type === 'job.created' && heard.push(subject)),
  })
  await until('it listens', () => live.position !== undefined)
  const made: string[] = []
  for (let i = 0; i < 20; i++) {
    made.push((await client.createJob({ body: singleVision })).jobId)
    if (i % 3 === 0) fake.cutLive()
  }
  await until('it was told all', () => heard.length >= made.length)
  expect(heard).toEqual(made)
  await live.close()
})
