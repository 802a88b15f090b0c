import type { Event } from '@ils/contract/event'
import type { WebhookEndpoint, NewWebhookSecret } from '@ils/contract/webhooks'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import { until } from '@ils/testing/condition'
import { ilsHere } from '@ils/testing/ils-here'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { openChaosReceiver } from '@ils/testing/webhooks/chaos-receiver'
import type { ChaosReport } from '@ils/testing/webhooks/arrivals'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './program.ts'

const ilsNow = ilsHere(runProgram)
let lims: TestLims
let admin: LimsClient
let key: string

beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } })
  key = await lims.setUp()
  admin = lims.client(key)
})
afterAll(() => lims.close())

const webhooks = (...args: string[]) => ilsNow(['webhooks', ...args, '--url', lims.url, '--key', key])
const happen = (name: string) => admin.addHolder({ body: { kind: 'person', name, roles: ['lab'] } })
const endpoints = async (): Promise<WebhookEndpoint[]> => (await admin.listWebhooks({})).items

describe('ils webhooks', () => {
  it('adds, shows, tries, pauses, resumes, rotates and removes an endpoint', async () => {
    const receiver = await openChaosReceiver()
    const added = await webhooks('add', receiver.url, '--type', 'access.*', '--description', 'a test', '--json')
    expect(added).toMatchObject({ code: 0 })
    const { id, secret } = JSON.parse(added.out) as NewWebhookSecret
    receiver.trust({ secrets: [secret ?? ''] })

    const tried = await webhooks('test', id)
    expect(tried).toMatchObject({ code: 0, out: expect.stringContaining('It took it: 200') as unknown })
    receiver.behave({ share: 1, ways: [500] })
    expect(await webhooks('test', id)).toMatchObject({
      ...{ code: 1, out: expect.stringContaining('answered 500') as unknown },
    })
    receiver.behave({ share: 0 })

    await happen('Told')
    await until('it is told', () => receiver.arrivals.some(({ type }) => type === 'access.holder_added'))
    const sent = await until('the delivery is settled', async () => {
      const { out } = await webhooks('deliveries', id, '--state', 'delivered', '--json')
      const items = JSON.parse(out) as { eventId: string; type: string }[]
      return items.length > 0 && items
    })
    expect(sent[0]?.type).toBe('access.holder_added')
    expect((await webhooks('deliveries', id)).out).toMatch(/access\.holder_added .* delivered/)
    const one = await webhooks('deliveries', id, '--event', sent[0]?.eventId ?? '')
    expect(JSON.parse(one.out)).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] })
    expect((await webhooks('resend', id, sent[0]?.eventId ?? '')).out).toContain('is sent again')
    await until('it came again', () => receiver.report().repeated === 1)

    expect((await webhooks('pause', id, '--reason', 'moving house')).out).toContain('paused: moving house')
    expect((await webhooks('list')).out).toMatch(new RegExp(`${id} .*paused`))
    expect((await webhooks('resume', id)).out).toContain('active')
    const rotated = await webhooks('rotate', id, '--overlap', '1')
    expect(rotated.out).toMatch(/whsec_[A-Za-z0-9+/=]{44}/)
    expect((await webhooks('show', id)).out).toContain('signs too until')
    expect(await webhooks('recover', id, '--since', '2026-01-01T00:00:00Z')).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('0 are sent') as unknown },
    })
    expect(await webhooks('remove', id)).toMatchObject({ code: 2 })
    expect(await webhooks('remove', id, '--yes')).toMatchObject({ code: 0 })
    expect(await endpoints()).toEqual([])
    await receiver.close()
  })

  it('shows what can be told, with an example', async () => {
    expect((await webhooks('event-types')).out).toMatch(/job\.shipped +A job left the lab/)
    const { out } = await webhooks('event-types', 'catalog.updated')
    expect(JSON.parse(out)).toMatchObject({ example: { type: 'catalog.updated', data: { release: 42 } } })
    expect(await webhooks('event-types', 'job.sung')).toMatchObject({ code: 1 })
  })
})

describe('ils webhooks listen', () => {
  it('sends what happens to a receiver here, signed and in order, and leaves no endpoint behind', async () => {
    const { secret } = makeSigningKey('v1')
    const receiver = await openChaosReceiver({ keys: { secrets: [secret] }, share: 0 })
    const args = ['--type', 'access.holder_added', '--secret', secret, '--count', '3', '--json']
    const running = webhooks('listen', receiver.url, ...args)
    const [own] = await until('it has an endpoint', async () => {
      const all = await endpoints()
      return all.length === 1 && all
    })
    expect(own).toMatchObject({ url: null, events: ['access.holder_added'] })
    const made = [await happen('One'), await happen('Two'), await happen('Three')]
    const { code, out } = await running
    expect(code).toBe(0)
    expect(receiver.arrivals.map(({ subject, came }) => `${subject} ${came}`)).toEqual(
      made.map(({ id }) => `${id} taken`),
    )
    const lines = out.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { body: Event }).body.subject)).toEqual(made.map(({ id }) => id))
    expect(await endpoints()).toEqual([])
    await receiver.close()
  })

  it('says plainly what is no receiver', async () => {
    expect(await webhooks('listen', 'localhost:3000')).toMatchObject({
      ...{ code: 2, err: expect.stringContaining('is no URL') as unknown },
    })
    expect(await endpoints()).toEqual([])
  })
})

describe('ils webhooks chaos', () => {
  it('is an endpoint that fails, is told all the same, and reports what came', async () => {
    const args = [
      '--register',
      '--type',
      'access.holder_added',
      '--port',
      '4791',
      '--fail',
      '100',
      '--way',
      '500,redirect',
    ]
    const running = webhooks('chaos', ...args, '--count', '2', '--json')
    await until('it is registered', async () => (await endpoints()).length === 1)
    await happen('Four')
    await happen('Five')
    const { code, out } = await running
    expect(code).toBe(0)
    const report = JSON.parse(out) as ChaosReport
    expect(report).toMatchObject({ requests: 2, events: 2, outOfOrder: [] })
    expect(report.byOutcome).not.toHaveProperty('refused')
    expect(report.neverTaken).toHaveLength(2)
    expect(await endpoints()).toEqual([])
  })

  it('refuses a way to fail that there is not', async () => {
    expect(await webhooks('chaos', '--way', 'sulk')).toMatchObject({
      ...{ code: 2, err: expect.stringContaining('there are 410, 429, 500') as unknown },
    })
  })
})
