import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openFakeLims, type FakeLims } from '../fake-lims/open-fake-lims.ts'
import { contractKit } from './contract-kit.ts'

let fake: FakeLims
beforeAll(async () => (fake = await openFakeLims({ deliveryWaitsMs: [0, 20, 50] })))
afterAll(() => fake.close())

interface Answer {
  status: number
  headers: Record<string, string>
  text: string
}
interface Spoiler {
  /** Changes a request on its way to a LIMS that is whole. */
  readonly asked?: (headers: Record<string, string>, body: string) => string
  /** Changes its answer on the way back. */
  readonly said?: (answer: Answer, path: string) => void
}

/** Which of some checks a LIMS with one fault fails. */
async function failing(spoiler: Spoiler, which = /^/): Promise<string[]> {
  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      const headers: Record<string, string> = {}
      for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'x-correlation-id']) {
        const value = request.headers[name]
        if (typeof value === 'string') headers[name] = value
      }
      const body = spoiler.asked?.(headers, Buffer.concat(parts).toString()) ?? Buffer.concat(parts).toString()
      const { method = 'GET', url = '/' } = request
      const came = await fetch(fake.url + url, { method, headers, ...(body === '' ? {} : { body }) })
      const answer: Answer = { status: came.status, headers: Object.fromEntries(came.headers), text: await came.text() }
      delete answer.headers['content-length']
      delete answer.headers['transfer-encoding']
      spoiler.said?.(answer, url)
      response.writeHead(answer.status, answer.headers).end(answer.text)
    }
    void pass()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const kit = contractKit({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...{ key: fake.makeKey({ practice: 'p-1' }), practice: 'p-1', patienceMs: 700 },
      ...{ strangerKey: fake.makeKey({ practice: 'p-2' }), readerKey: fake.makeKey({ scopes: ['rules:read'] }) },
    })
    const failed: string[] = []
    for (const { name, run } of kit.filter((check) => which.test(check.name)))
      await run().catch(() => failed.push(name))
    return failed
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const changed = (answer: Answer, change: (body: Record<string, unknown>) => void): void => {
  if (!/[/+]json\b/.test(answer.headers['content-type'] ?? '') || answer.text === '') return
  const body = JSON.parse(answer.text)
  change(body)
  answer.text = JSON.stringify(body)
}

it('a LIMS that is whole fails no check, and stays so behind a proxy', async () => {
  // This proxy passes no sockets on.
  expect(await failing({}, /^(?!.*\blive\b)/)).toEqual([])
})

it.each<[string, Spoiler, RegExp]>([
  [
    'knows no idempotency keys',
    { asked: (headers, body) => (delete headers['idempotency-key'], body) },
    /^makes one job of many twins/,
  ],
  [
    'gives no tags',
    { said: ({ headers }) => void delete headers['etag'] },
    /^lists what can be ordered, and says by a tag/,
  ],
  [
    'names no fields',
    { said: (answer) => changed(answer, (body) => body['causes'] && (body['causes'] = [])) },
    /^refuses a field/,
  ],
  [
    'refuses in its own words',
    { said: ({ headers, status }) => void (status >= 400 && (headers['content-type'] = 'text/plain')) },
    /^refuses whoever brings no key/,
  ],
  [
    'takes whatever fields there are',
    { asked: (_headers, body) => body.replace(',"colour":"blue"', '') },
    /^refuses a field that it does not know/,
  ],
  [
    'answers what the contract does not promise',
    { said: (answer, path) => path.endsWith('/status') && changed(answer, (body) => (body['status'] = 'somewhere')) },
    /^makes a job of an order/,
  ],
  [
    'forgets the correlation id',
    { said: ({ headers }) => (headers['x-correlation-id'] = 'another') },
    /^gives back the correlation id/,
  ],
  [
    'shows one practice what is of another',
    { asked: (headers, body) => ((headers['authorization'] &&= keyOfAll()), body) },
    /^shows a practice nothing of another one/,
  ],
  [
    'tells nobody',
    { asked: (_headers, body) => body.replace('"events":["job.*"]', '"events":["stock.*"]') },
    /^tells a registered endpoint of a new job/,
  ],
  [
    'signs with a secret that it did not show',
    { said: (answer) => changed(answer, (body) => body['secret'] && (body['secret'] = `whsec_${'A'.repeat(44)}`)) },
    /^tells a registered endpoint of a new job, signed/,
  ],
])('a LIMS that %s fails the check of that', async (_what, spoiler, check) => {
  expect(await failing(spoiler, check)).toHaveLength(1)
})

let all: string | undefined
const keyOfAll = (): string => `Bearer ${(all ??= fake.makeKey({}))}`
