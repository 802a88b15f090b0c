import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLimsClient } from './lims-client.ts'
import { LimsRefused, LimsUnreachable } from './refused.ts'

let lims: TestLims
let key: string
beforeAll(async () => {
  lims = await openTestLims()
  key = await lims.setUp()
})
afterAll(() => lims.close())

async function withServer<T>(answer: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

describe('the client', () => {
  it('has a method for every endpoint that answers JSON, and for no page', () => {
    const client = openLimsClient({ url: lims.url })
    expect(Object.keys(client)).toEqual(expect.arrayContaining(['whoAmI', 'makeKey', 'readEvents', 'readyz']))
    expect(Object.keys(client)).not.toContain('docsPage')
  })

  it('throws what the LIMS refuses, with its causes', async () => {
    const refused: unknown = await openLimsClient({ url: lims.url, key, checks: 'none' })
      .readEvents({ query: { limit: 0 } })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(LimsRefused)
    expect(refused).toMatchObject({
      status: 400,
      code: 'invalid_request',
      problem: { causes: [{ field: 'query.limit', limit: 1 }] },
    })
  })

  it('carries a correlation id into the log of the LIMS', async () => {
    const client = openLimsClient({ url: lims.url, key, correlationId: () => 'from-the-portal-7' })
    await client.whoAmI()
    expect(lims.log.lines.some((line) => line['correlationId'] === 'from-the-portal-7')).toBe(true)
  })

  it('gives a probe that fails as what it is, not as an error', async () => {
    const failing = { state: 'failing', checks: [] }
    const seen = await withServer(
      (_call, answer) =>
        void answer.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify(failing)),
      (url) => openLimsClient({ url }).readyz(),
    )
    expect(seen).toEqual(failing)
  })

  it('says that something else answers there', async () => {
    const error = await withServer(
      (_call, answer) => void answer.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>'),
      (url) =>
        openLimsClient({ url, retry: 'none' })
          .about()
          .catch((caught: unknown) => caught),
    )
    expect(error).toBeInstanceOf(LimsUnreachable)
    expect(String(error)).toContain('is not a LIMS (status 502)')
  })

  it('gives up after its time, and when it is told to', async () => {
    const silent: RequestListener = () => undefined
    const late = await withServer(silent, (url) =>
      openLimsClient({ url, timeoutMs: 50, retry: 'none' })
        .about()
        .catch((caught: unknown) => caught),
    )
    expect(late).toBeInstanceOf(LimsUnreachable)
    const told = await withServer(silent, (url) => {
      const stop = new AbortController()
      const call = openLimsClient({ url })
        .about({ signal: stop.signal })
        .catch((caught: unknown) => caught)
      stop.abort(new Error('enough'))
      return call
    })
    expect(String(told)).toContain('enough')
  })

  it('puts parameters where they belong', async () => {
    const seen: string[] = []
    await withServer(
      (call, answer) => {
        seen.push(`${call.method ?? ''} ${call.url ?? ''}`)
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      },
      async (url) => {
        const client = openLimsClient({ url, checks: 'none' })
        await client.getKey({ params: { keyId: 'a/b?c' } })
        await client.listKeys({ query: { limit: 5 } })
      },
    )
    expect(seen).toEqual(['GET /api/access/keys/a%2Fb%3Fc', 'GET /api/access/keys?limit=5'])
  })

  it('says how the LIMS is, and asks even where its circuit is open', async () => {
    const client = openLimsClient({ url: lims.url })
    expect(await client.health()).toMatchObject({
      state: 'ready',
      circuit: 'closed',
      says: { state: 'ok' },
      error: null,
    })
    const failing = { state: 'failing', checks: [] }
    const seen = await withServer(
      (call, answer) =>
        void (call.url === '/readyz'
          ? answer.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify(failing))
          : call.socket.destroy()),
      async (url) => {
        const stopping = openLimsClient({ url, retry: 'none', circuit: { failures: 1 } })
        await stopping.about().catch(() => undefined)
        return stopping.health()
      },
    )
    expect(seen).toMatchObject({ state: 'not_ready', circuit: 'open', says: failing })
    expect(seen.circuitUntil).toBeInstanceOf(Date)
    const away = await openLimsClient({ url: 'http://127.0.0.1:1' }).health()
    expect(away).toMatchObject({ state: 'away', says: null, error: expect.stringContaining('did not answer') })
  })
})
