import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { expressWebhooks } from './adapters/express-webhooks.ts'
import { fetchWebhooks } from './adapters/fetch-webhooks.ts'
import { koaWebhooks } from './adapters/koa-webhooks.ts'
import type { Delivery } from './verify-webhook-signature.ts'
import { verifyWebhookSignature } from './verify-webhook-signature.ts'
import { webhookReceiver, type Receive } from './webhook-receiver.ts'
import { memoryClaims } from './claims/memory-claims.ts'
import type { WebhookRefused } from './webhook-refused.ts'

const body = Buffer.from('{"data":"ä \\u00e4  two spaces"}')

/** Says what bytes it was given. */
const echo: Receive = async (delivery: Delivery) => ({
  status: 200,
  headers: { 'content-type': 'text/plain', 'x-id': String(new Headers(delivery.headers as never).get('webhook-id')) },
  body: Buffer.from(delivery.body as Uint8Array).toString('base64'),
})

async function served<T>(answer: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** What each framework does around its handler; `before` stands for a body parser. */
const frameworks = (receive: Receive): Record<string, (before?: (bytes: Buffer) => object) => RequestListener> => ({
  express: (before) => (req, res) => {
    const take = expressWebhooks(receive)
    const next = (error: unknown): void => void res.writeHead(500).end(String(error))
    if (!before) take(req, res, next)
    else void read(req).then((bytes) => take(Object.assign(req, before(bytes)), res, next))
  },
  koa: (before) => (req, res) => {
    const headers: Record<string, string> = {}
    const ctx = {
      req,
      request: {},
      status: 404,
      body: '' as unknown,
      set: (more: object) => void Object.assign(headers, more),
    }
    const answer = async (): Promise<void> => {
      if (before) Object.assign(ctx.request, before(await read(req)))
      await koaWebhooks(receive)(ctx)
      res.writeHead(ctx.status, headers).end(ctx.body)
    }
    void answer()
  },
  fetch: (before) => (req, res) => {
    const answer = async (): Promise<void> => {
      const request = new Request('http://local/', {
        method: 'POST',
        body: await read(req),
        headers: req.headers as never,
      })
      if (before) await request.json()
      const said = await fetchWebhooks(receive)(request)
      res.writeHead(said.status, Object.fromEntries(said.headers)).end(await said.text())
    }
    void answer()
  },
})

async function read(req: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

const post = (url: string, sent = body) =>
  fetch(url, { method: 'POST', body: sent, headers: { 'webhook-id': 'evt_7' } })

describe.each(['express', 'koa', 'fetch'])('in %s', (name) => {
  it('a receiver gets the bytes and headers as they came, and answers itself', async () => {
    await served(frameworks(echo)[name]?.() ?? (() => undefined), async (url) => {
      const said = await post(url)
      expect([said.status, said.headers.get('x-id')]).toEqual([200, 'evt_7'])
      expect(Buffer.from(await said.text(), 'base64')).toEqual(body)
    })
  })

  it('a body parser that was there before is told by its own fault', async () => {
    const faults: string[] = []
    const receive = webhookReceiver({
      ...{ secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`], claims: memoryClaims(), on: {} },
      onRefused: ({ fault }: WebhookRefused) => faults.push(fault),
    })
    const parsing = frameworks(receive)[name]?.((bytes) => ({ body: JSON.parse(bytes.toString()) }))
    await served(parsing ?? (() => undefined), async (url) => {
      const said = await post(url)
      expect([said.status, await said.text()]).toEqual([500, expect.stringContaining('a body parser has read it')])
    })
    expect(faults).toEqual(['body_not_raw'])
  })
})

it.each([
  ['express', 'body'],
  ['koa', 'rawBody'],
])('in %s, bytes that a parser left are as good', async (name, place) => {
  const leaving = frameworks(echo)[name]?.((bytes) => ({ [place]: bytes }))
  await served(leaving ?? (() => undefined), async (url) => {
    expect(Buffer.from(await (await post(url)).text(), 'base64')).toEqual(body)
  })
})

it('what is too long is not read to its end, and is told so', async () => {
  const keys = { secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`] }
  const receive = webhookReceiver({ ...keys, claims: memoryClaims(), on: {} })
  const long = Buffer.alloc(5_000_000, 32)
  await served(frameworks(receive)['express']?.() ?? (() => undefined), async (url) => {
    expect((await post(url, long)).status).toBe(413)
  })
  await expect(verifyWebhookSignature({ body: long, headers: {} }, keys)).rejects.toThrow('at most 1048576')
})
