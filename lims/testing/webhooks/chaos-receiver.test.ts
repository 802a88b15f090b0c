import { request } from 'node:http'
import { exampleBody } from '@ils/contract/event-examples'
import { jobMoved } from '@ils/contract/job-events'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { signDelivery } from '@ils/platform/signing/sign-delivery'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import { afterEach, describe, expect, it } from 'vitest'
import { chaosWayNames, type ChaosWay } from './chaos-plan.ts'
import { openChaosReceiver, type ChaosOptions, type ChaosReceiver } from './chaos-receiver.ts'

let receiver: ChaosReceiver
afterEach(() => receiver.close())

const { secret } = makeSigningKey('v1')
const open = async (options: ChaosOptions = {}): Promise<ChaosReceiver> =>
  (receiver = await openChaosReceiver({ keys: { secrets: [secret] }, slowMs: 1, stallMs: 50, ...options }))

const event = (id: number, subject = 'job_1', subjectVersion = id): WebhookBody => ({
  ...exampleBody(jobMoved),
  ...{ id: `evt_${id}`, subject, subjectVersion },
})

/** What a sender sees: status and body, or how it broke. */
function post(told: WebhookBody, by = secret): Promise<string> {
  const body = Buffer.from(JSON.stringify(told))
  const headers = { ...signDelivery({ id: told.id, at: new Date(), body, secrets: [by] }) }
  return new Promise((resolve) => {
    const call = request(receiver.url, { method: 'POST', headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => {
        resolve(`${String(response.statusCode)} ${response.headers['retry-after'] ?? ''}${text}`)
      })
      response.on('error', (error) => {
        resolve(`broken answer: ${error.message}`)
      })
    })
    call.on('error', (error: NodeJS.ErrnoException) => {
      resolve(`no answer: ${error.code ?? ''}`)
    })
    call.end(body)
  })
}

describe('a chaos receiver', () => {
  it('takes what is signed, and nothing else', async () => {
    await open()
    expect(await post(event(1))).toBe('200 taken')
    expect(await post(event(2), makeSigningKey('v1').secret)).toMatch(/^400 none of the signatures/)
    expect(receiver.report()).toMatchObject({ requests: 2, events: 1, byOutcome: { taken: 1, refused: 1 } })
  })

  const seen: Readonly<Record<ChaosWay, RegExp>> = {
    500: /^500 /,
    reset: /^no answer: ECONNRESET/,
    stall: /^no answer: ECONNRESET/,
    slow: /^200 taken, and slowly$/,
    redirect: /^302 /,
    429: /^429 7/,
    410: /^410 /,
    wrong_length: /^broken answer: aborted/,
  }
  it.each(chaosWayNames.map((way) => [way]))('fails by %s when it is told to', async (way) => {
    await open({ share: 1, ways: [way], retryAfterSeconds: 7 })
    expect(await post(event(1))).toMatch(seen[way])
    expect(receiver.arrivals.map(({ came }) => came)).toEqual([way])
  })

  it('fails the same requests for the same seed, and about as many as it was told', async () => {
    const run = async (seed: number): Promise<string> => {
      await open({ share: 0.3, ways: [500, 429, 'redirect'], seed })
      for (let i = 1; i <= 60; i++) await post(event(i))
      const came = receiver.arrivals.map((arrival) => arrival.came).join()
      await receiver.close()
      return came
    }
    const [once, again, other] = [await run(5), await run(5), await run(6)]
    expect(again).toBe(once)
    expect(other).not.toBe(once)
    const failed = once.split(',').filter((came) => came !== 'taken').length
    expect(failed).toBeGreaterThan(60 * 0.15)
    expect(failed).toBeLessThan(60 * 0.45)
  })

  it('reports what came twice, too late, or was never taken', async () => {
    await open()
    for (const told of [event(1), event(2), event(2), event(1), event(9, 'job_2', 1)]) await post(told)
    receiver.behave({ share: 1, ways: [500] })
    await post(event(10, 'job_2', 2))
    expect(receiver.report()).toMatchObject({
      ...{ requests: 6, events: 4, repeated: 2, subjects: 2, byOutcome: { taken: 5, 500: 1 } },
      outOfOrder: ['evt_1 (version 1 of job_1) came behind evt_2 (version 2)'],
      neverTaken: ['evt_10'],
    })
  })

  it('believes another key from the moment on that it is told of it', async () => {
    await open()
    const next = makeSigningKey('v1a')
    expect(await post(event(1), next.secret)).toMatch(/^400/)
    receiver.trust({ publicKeys: [next.publicKey ?? ''] })
    expect(await post(event(1), next.secret)).toBe('200 taken')
  })
})
