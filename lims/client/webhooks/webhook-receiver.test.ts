import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { WebhookBody } from '@ils/contract/webhook-body'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkEvent } from './check-event.ts'
import { memoryClaims } from './claims/memory-claims.ts'
import { ChangeUnderWay, onlyNewest } from './newest/newest-seen.ts'
import { verifyWebhookSignature } from './verify-webhook-signature.ts'
import { WebhookRefused } from './webhook-refused.ts'
import { webhookReceiver } from './webhook-receiver.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const at = new Date('2026-11-21T10:00:00Z')
const now = (): Date => at
const event: WebhookBody = {
  ...{ id: 'evt_01kafw3v8h4e5r6t7y8z9a0b1c', type: 'job.shipped', version: 1, timestamp: at.toISOString() },
  ...{ practice: null, subject: 'job_1', subjectVersion: 3, releaseId: null, data: {} },
}

function delivery(body: string, options: { id?: string; key?: string; seconds?: number } = {}) {
  const { id = 'evt_1', key = secret, seconds = at.getTime() / 1000 } = options
  const mac = createHmac('sha256', Buffer.from(key.slice(6), 'base64')).update(`${id}.${seconds}.${body}`)
  const signature = `v1,${mac.digest('base64')}`
  return {
    body: Buffer.from(body),
    headers: { 'Webhook-Id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature },
  }
}

describe('a signature', () => {
  it('is that of the published example', async () => {
    // Standard Webhooks, reference libraries: the example of their tests.
    const body = '{"event_type":"ping","data":{"success":true}}'
    const headers = {
      'webhook-id': 'msg_loFOjxBNrRLzqYUf',
      'webhook-timestamp': '1731705121',
      'webhook-signature': 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
    }
    const secrets = ['whsec_plJ3nmyCDGBKInavdOK15jsl']
    const seen = await verifyWebhookSignature({ body, headers }, { secrets, now: () => new Date(1731705121_000) })
    expect(seen.id).toBe('msg_loFOjxBNrRLzqYUf')
  })

  it('by a private key fits the pinned public one and no other', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const shown = (key: typeof publicKey) =>
      `whpk_${key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64')}`
    const { headers, body } = delivery('{}')
    const signed = sign(
      null,
      Buffer.from(`evt_1.${at.getTime() / 1000}.{}`),
      createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
    )
    const asked = { body, headers: { ...headers, 'webhook-signature': `v1a,${signed.toString('base64')}` } }
    await expect(verifyWebhookSignature(asked, { publicKeys: [shown(publicKey)], now })).resolves.toBeTruthy()
    const stranger = createPublicKey(generateKeyPairSync('ed25519').privateKey)
    await expect(verifyWebhookSignature(asked, { publicKeys: [shown(stranger)], now })).rejects.toThrow('none of')
  })

  it('fits while an old secret and a new one are both in use', async () => {
    await expect(verifyWebhookSignature(delivery('{}'), { secrets: [other, secret], now })).resolves.toBeTruthy()
  })

  it('is refused by its own fault where anything is missing or too old', async () => {
    const ask = (changed: object, options = {}) =>
      verifyWebhookSignature({ ...delivery('{}'), ...changed }, { secrets: [secret], now, ...options }).then(
        () => 'believed',
        (error: unknown) => (error instanceof WebhookRefused ? error.fault : error),
      )
    const parsed = { body: { a: 1 } as unknown as string } // What a body parser leaves behind.
    expect(await ask(parsed)).toBe('body_not_raw')
    expect(await ask({ headers: {} })).toBe('header_missing')
    expect(await ask(delivery('{}', { id: 'a.b' }))).toBe('header_malformed')
    expect(await ask(delivery('{}', { seconds: at.getTime() / 1000 - 301 }))).toBe('too_old')
    expect(await ask(delivery('{}', { seconds: at.getTime() / 1000 + 301 }))).toBe('too_new')
    expect(await ask(delivery('{}', { key: other }))).toBe('no_signature_fits')
    expect(await ask({}, { mostBytes: 1 })).toBe('body_too_large')
  })

  it('fits nothing that differs in a single byte of body, id or time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (body, place, flip) => {
          const whole = delivery(body)
          const spoilt = Buffer.from(whole.body)
          const index = place % spoilt.length
          spoilt[index] = (spoilt[index] ?? 0) ^ flip
          await expect(verifyWebhookSignature({ ...whole, body: spoilt }, { secrets: [secret], now })).rejects.toThrow()
          const later = { ...whole.headers, 'webhook-timestamp': String(at.getTime() / 1000 + 1 + (place % 200)) }
          await expect(
            verifyWebhookSignature({ ...whole, headers: later }, { secrets: [secret], now }),
          ).rejects.toThrow()
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('a receiver', () => {
  const open = (handle: (seen: WebhookBody) => Promise<unknown>) =>
    webhookReceiver({ secrets: [secret], now, claims: memoryClaims(), on: { 'job.shipped': handle } })

  it('handles a delivery once, however often it comes', async () => {
    let times = 0
    const receive = open(() => Promise.resolve((times += 1)))
    const answers = [await receive(delivery(JSON.stringify(event))), await receive(delivery(JSON.stringify(event)))]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(times).toBe(1)
  })

  it('lets the next attempt try again when its handler failed, and says so', async () => {
    let times = 0
    const receive = open(() => ((times += 1) === 1 ? Promise.reject(new Error('no')) : Promise.resolve()))
    expect((await receive(delivery(JSON.stringify(event)))).status).toBe(500)
    expect((await receive(delivery(JSON.stringify(event)))).status).toBe(200)
    expect(times).toBe(2)
  })

  it('does not confirm a delivery that somebody else is still at', async () => {
    let finish: () => void = () => undefined
    let begin: () => void = () => undefined
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const receive = open(() => {
      begin()
      return new Promise<void>((resolve) => (finish = resolve))
    })
    const first = receive(delivery(JSON.stringify(event)))
    await begun
    expect((await receive(delivery(JSON.stringify(event)))).status).toBe(503)
    finish()
    expect((await first).status).toBe(200)
  })

  it('takes what it does not know, unsubscribes when told, and refuses what is no event', async () => {
    const receive = open(() => Promise.resolve('unsubscribe'))
    const strange = JSON.stringify({ ...event, type: 'job.sung' })
    expect((await receive(delivery(strange, { id: 'evt_2' }))).status).toBe(200)
    expect((await receive(delivery(JSON.stringify(event), { id: 'evt_3' }))).status).toBe(410)
    expect((await receive(delivery('[]', { id: 'evt_4' }))).status).toBe(400)
  })

  it('asks to be called again while its store of claims is away, before and after the handler', async () => {
    const away = (): Promise<never> => Promise.reject(new Error('away'))
    const errors: string[] = []
    const parts = { secrets: [secret], now, onError: (error: unknown) => errors.push(String(error)) }
    let times = 0
    const on = { 'job.shipped': () => Promise.resolve((times += 1)) }
    const before = webhookReceiver({ ...parts, on, claims: { ...memoryClaims(), claim: away } })
    expect(await before(delivery(JSON.stringify(event)))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
    })
    expect(times).toBe(0)
    const after = webhookReceiver({ ...parts, on, claims: { ...memoryClaims(), done: away, release: away } })
    expect((await after(delivery(JSON.stringify(event)))).status).toBe(500)
    expect([times, errors.length]).toEqual([1, 3])
  })

  it('asks to be called again while another change of the same thing is made', async () => {
    const errors: unknown[] = []
    const busy = { ifNewer: () => Promise.reject(new ChangeUnderWay('job_1')) }
    const receive = webhookReceiver({
      ...{ secrets: [secret], now, claims: memoryClaims(), onError: (error: unknown) => errors.push(error) },
      on: { 'job.shipped': onlyNewest(busy, () => Promise.resolve()) },
    })
    expect((await receive(delivery(JSON.stringify(event)))).status).toBe(503)
    expect(errors).toEqual([])
  })

  it('hands on no data that its kind does not have, where it is told to look', async () => {
    const faults: string[] = []
    let times = 0
    const receive = webhookReceiver({
      ...{ secrets: [secret], now, claims: memoryClaims(), check: checkEvent },
      on: { 'job.shipped': () => Promise.resolve((times += 1)) },
      onRefused: ({ fault }) => faults.push(fault),
    })
    const said = await receive(delivery(JSON.stringify(event)))
    expect([said.status, times, faults]).toEqual([400, 0, ['data_unexpected']])
    expect(said.body).toContain('data.jobId is missing')
  })
})
