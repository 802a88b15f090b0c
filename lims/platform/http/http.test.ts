import { once as onceEvent } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import type { Endpoint } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import { Problem, Cause } from '@ils/contract/problem'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { Type } from '@sinclair/typebox'
import { Ajv } from 'ajv'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binderFor } from './binding.ts'
import { mount } from './mount.ts'
import { openRateLimit } from './rate-limit.ts'
import { withoutSecrets } from './secrets.ts'

let lims: TestLims
let key: string

beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_CORS_ORIGINS: 'https://portal.example', ILS_BODY_LIMIT_KIB: '4' } })
  key = await lims.setUp()
})
afterAll(() => lims.close())

const http = () => supertest(lims.url)
const signedIn = (method: 'get' | 'post' | 'patch' | 'delete', path: string) =>
  http()[method](path).set('authorization', `Bearer ${key}`)

const isProblem = new Ajv().addSchema(Cause).compile(Problem)

describe('a refusal', () => {
  it.each([
    ['get', '/nowhere', 404, 'not_found'],
    ['delete', '/api/access/me', 405, 'method_not_allowed'],
    ['get', '/api/access/me', 401, 'not_signed_in'],
    ['get', '/api/%E0%A4%A', 400, 'malformed_url'],
    ['get', '/api/%00', 400, 'malformed_url'],
    ['get', '/assets/nothing.css', 404, 'not_found'],
    ['get', '/assets/..%2f..%2fpackage.json', 400, 'invalid_request'],
  ] as const)('%s %s is %i %s, as problem details', async (method, path, status, code) => {
    const answer = await http()[method](path)
    expect(answer.status).toBe(status)
    expect(answer.type).toBe('application/problem+json')
    expect(isProblem(answer.body)).toBe(true)
    expect(answer.body).toMatchObject({ code, status, type: `urn:ils:refusal:${code}` })
  })

  it('names the methods that a path takes', async () => {
    expect((await http().delete('/api/access/me')).headers['allow']).toBe('GET, HEAD, OPTIONS')
    expect((await http().options('/api/access/keys')).status).toBe(204)
  })

  it('says how to sign in', async () => {
    expect((await http().get('/api/access/me')).headers['www-authenticate']).toBe('Bearer realm="ils"')
  })

  it('names every field that is wrong, where it is and what the limit is', async () => {
    const answer = await signedIn('get', '/api/events?limit=5000&after=-1&nonsense=1')
    expect(answer.status).toBe(400)
    const { causes } = answer.body as { causes: { field: string; limit?: unknown; value?: unknown }[] }
    expect(causes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'query.limit', limit: 1000, value: 5000 }),
        expect.objectContaining({ field: 'query.after', limit: 0, value: -1 }),
        expect.objectContaining({ field: 'query.nonsense' }),
      ]),
    )
  })
})

describe('a body', () => {
  const post = (body: string | Buffer, type = 'application/json') =>
    signedIn('post', '/api/access/holders').set('content-type', type).send(body)

  it.each([
    ['{"kind":', 400, 'malformed_body'],
    ['', 400, 'malformed_body'],
    [' ', 400, 'malformed_body'],
    ['null', 400, 'invalid_request'],
    ['[]', 400, 'invalid_request'],
    ['{"kind":"person","name":"a\\u0000b","roles":["lab"]}', 400, 'invalid_request'],
    ['{"kind":"person","name":"a\\ud800b","roles":["lab"]}', 400, 'invalid_request'],
    [`{"x":${'['.repeat(80)}${']'.repeat(80)}}`, 400, 'invalid_request'],
    ['{"__proto__":{"kind":"person"},"kind":"person","name":"P","roles":["lab"]}', 400, 'invalid_request'],
  ])('%s is refused with %i %s', async (body, status, code) => {
    const answer = await post(body)
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([status, code])
  })

  it('that is not UTF-8 is refused', async () => {
    const answer = await post(Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('latin1')).catch((error: unknown) => error)
    expect(answer).toMatchObject({ status: 400 })
  })

  it('of another type is refused', async () => {
    expect((await post('kind=person', 'application/x-www-form-urlencoded')).status).toBe(415)
    expect((await post('{}', 'application/json').set('content-encoding', 'gzip')).status).toBe(415)
  })

  it('that is too large is refused with the limit, declared or not', async () => {
    const large = JSON.stringify({ kind: 'person', name: 'x'.repeat(5000), roles: ['lab'] })
    const answer = await post(large)
    expect(answer.status).toBe(413)
    expect((answer.body as { causes: unknown[] }).causes[0]).toMatchObject({ field: 'body', limit: 4096 })
    expect(await chunked('/api/access/holders', large)).toBe(413)
  })

  async function chunked(path: string, body: string): Promise<number> {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    }
    const call = request(new URL(path, lims.url), { method: 'POST', headers })
    call.write(body.slice(0, 10))
    call.end(body.slice(10))
    const [answer] = (await onceEvent(call, 'response')) as [{ statusCode: number; resume(): void }]
    answer.resume()
    return answer.statusCode
  }
})

describe('an answer', () => {
  it('carries the correlation id it was asked with, and a new one for what cannot be trusted', async () => {
    expect((await http().get('/api/about').set('x-correlation-id', 'scan-42')).headers['x-correlation-id']).toBe(
      'scan-42',
    )
    const forged = await http().get('/api/about').set('x-correlation-id', 'a b{}')
    expect(forged.headers['x-correlation-id']).toMatch(/^cor_/)
    expect(lims.log.lines.some((line) => line['correlationId'] === 'scan-42' && line['msg'] === 'request')).toBe(true)
  })

  it('is conditional where that is declared: a second look costs nothing', async () => {
    const first = await http().get('/openapi.json')
    const etag = first.headers['etag'] ?? ''
    expect(etag).toMatch(/^W\/"/)
    expect((await http().get('/openapi.json').set('if-none-match', etag)).status).toBe(304)
    expect((await http().get('/openapi.json').set('if-none-match', 'W/"other"')).status).toBe(200)
  })

  it('is never kept by anybody where it is not', async () => {
    expect((await signedIn('get', '/api/access/me')).headers['cache-control']).toBe('no-store')
  })

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('is compressed by %s for whoever can read it', async (encoding, unpack) => {
    const packed = await fetchRaw('/openapi.json', encoding)
    expect(packed.encoding).toBe(encoding)
    expect(JSON.parse(unpack(packed.body).toString())).toHaveProperty('openapi', '3.1.0')
  })

  function fetchRaw(path: string, encoding: string): Promise<{ encoding: string | undefined; body: Buffer }> {
    return new Promise((resolve, reject) => {
      const call = request(new URL(path, lims.url), { headers: { 'accept-encoding': encoding } }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) })
        })
      })
      call.on('error', reject)
      call.end()
    })
  }

  it('protects the browser that shows it', async () => {
    const { headers } = await http().get('/')
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests')
  })

  it('is open to the web origins that are named, and to no other', async () => {
    const from = (origin: string) =>
      http().options('/api/access/me').set('origin', origin).set('access-control-request-method', 'GET')
    expect((await from('https://portal.example')).headers['access-control-allow-origin']).toBe('https://portal.example')
    expect((await from('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined()
  })

  it('to HEAD is that to GET without its body', async () => {
    const answer = await http().head('/api/about')
    expect(answer.status).toBe(200)
    expect(answer.text).toBeUndefined()
  })
})

describe('pages', () => {
  it.each(['/', '/docs'])('%s comes whole from this server', async (path) => {
    const page = await http().get(path)
    expect(page.type).toBe('text/html')
    const files = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) expect((await http().get(file)).status, file).toBe(200)
    expect(page.text).not.toMatch(/(?:src|href)="https?:/)
  })
})

describe('the request limit', () => {
  it('of a key is what the key says, and told in every answer', async () => {
    const admin = lims.client(key)
    const holder = await admin.addHolder({ body: { kind: 'service', name: 'Slow gateway', roles: ['service'] } })
    const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'slow', requestsPerMinute: 3 } })
    const ask = () =>
      http()
        .get('/api/access/me')
        .set('authorization', `Bearer ${secret ?? ''}`)
    const seen = [await ask(), await ask(), await ask(), await ask()]
    expect(seen.map((answer) => answer.status)).toEqual([200, 200, 200, 429])
    expect(seen.map((answer) => answer.headers['ratelimit-remaining'])).toEqual(['2', '1', '0', '0'])
    expect(seen[0]?.headers['ratelimit-limit']).toBe('3')
    expect(Number(seen[3]?.headers['retry-after'])).toBeGreaterThan(0)
    expect(seen[3]?.body).toMatchObject({ code: 'too_many_requests' })
  })

  it('of an address slows guessing of keys down', async () => {
    const strict = await openTestLims({ env: { ILS_ANONYMOUS_PER_MINUTE: '5' } })
    const statuses: number[] = []
    for (let i = 0; i < 7; i++) {
      statuses.push(
        (await supertest(strict.url).get('/api/access/me').set('authorization', 'Bearer lims_guess')).status,
      )
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    expect((await supertest(strict.url).get('/readyz')).status).toBe(200)
    await strict.close()
  })

  it('counts without Redis while Redis is away', async () => {
    const gone = {
      status: 'end',
      multi: () => {
        throw new Error('gone')
      },
      defineCommand: () => undefined,
      eval: () => Promise.reject(new Error('gone')),
    }
    const limit = openRateLimit(gone)
    await limit.take('k', 1)
    await expect(limit.take('k', 1)).rejects.toMatchObject({ code: 'too_many_requests' })
  })
})

describe('an idempotency key', () => {
  const make = (idempotencyKey: string, body: object) =>
    signedIn('post', '/api/access/holders').set('idempotency-key', idempotencyKey).send(body)
  const body = { kind: 'person', name: 'Once', roles: ['lab'] }

  it('makes a repeat answer what the first answered, to the byte', async () => {
    const first = await make('repeat', body)
    const again = await make('repeat', body)
    expect(again.text).toBe(first.text)
    expect(again.status).toBe(201)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(first.headers['idempotent-replayed']).toBeUndefined()
  })

  it('shows a new secret again to the same caller, and to nobody else', async () => {
    const { body: holder } = (await make('holder-of-secret', { ...body, name: 'Secret' })) as { body: { id: string } }
    const ask = () =>
      signedIn('post', '/api/access/keys').set('idempotency-key', 'secret').send({ holderId: holder.id, label: 'x' })
    const first = await ask()
    expect((await ask()).text).toBe(first.text)
    const stored = JSON.stringify(await lims.database.ownerDb('idempotency_keys'))
    expect(stored).not.toContain((first.body as { secret: string }).secret)
  })

  it('is refused for another body', async () => {
    await make('other', body)
    expect((await make('other', { ...body, name: 'Twice' })).body).toMatchObject({
      code: 'idempotency_key_reused',
      status: 422,
    })
  })

  it('leaves nothing behind when the request was refused', async () => {
    const refused = await make('refused', { ...body, roles: ['ecp'] })
    expect(refused.status).toBe(400)
    expect((await make('refused', { ...body, roles: ['lab'] })).status).toBe(201)
  })

  it('carries out one of fifty twins; the others get its answer or are told to wait', async () => {
    const twins = await Promise.all(Array.from({ length: 50 }, () => make('twins', { ...body, name: 'Twin' })))
    const made = twins.filter((twin) => twin.status === 201)
    expect(new Set(made.map((twin) => twin.text)).size).toBe(1)
    expect(
      twins.every((twin) => twin.status === 201 || (twin.body as { code: string }).code === 'idempotency_in_flight'),
    ).toBe(true)
    expect(await lims.database.db('holders').where({ name: 'Twin' })).toHaveLength(1)
  })

  it('must be printable', async () => {
    expect((await make('a b', body)).body).toMatchObject({ code: 'invalid_request' })
    expect((await make('x'.repeat(201), body)).body).toMatchObject({ code: 'invalid_request' })
  })
})

describe('mounting', () => {
  const bind = binderFor<TestLims['app']>()
  const rogue = { ...limsApi.about, path: '/api/rogue' } as const
  const options = (bindings: Parameters<typeof mount<TestLims['app']>>[0]['bindings']) => ({
    app: lims.app,
    declared: limsApi as Record<string, Endpoint>,
    bindings,
    authenticate: () => Promise.reject(new Error('nobody')),
    onAccessRefused: () => Promise.resolve(),
    rateLimit: openRateLimit(null),
    metrics: lims.app.metrics,
    stopping: new AbortController().signal,
    settings: { checkAnswers: true, bodyLimitBytes: 1000, corsOrigins: [], trustedProxies: 0, anonymousPerMinute: 100 },
  })
  const about = () => Promise.resolve({ body: { product: 1 } as never })

  it('takes no route that is not declared', () => {
    expect(() => mount(options([bind(rogue, about)]))).toThrow('GET /api/rogue is not declared in the contract')
  })

  it('takes no route twice', () => {
    expect(() => mount(options([bind(limsApi.about, about), bind(limsApi.about, about)]))).toThrow('bound twice')
  })

  it('notices an answer that breaks the contract, and tells the caller nothing of it', async () => {
    const server = mount(options([bind(limsApi.about, about)])).callback()
    const answer = await supertest(server).get('/api/about')
    expect(answer.status).toBe(500)
    expect(answer.body).toMatchObject({ code: 'internal_error', causes: [] })
    expect(lims.log.text()).toContain('broke its own contract')
    expect(answer.text).not.toContain('product')
  })

  it('says that the database is away, not that there is a bug', async () => {
    const away = bind(limsApi.about, () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })))
    const answer = await supertest(mount(options([away])).callback()).get('/api/about')
    expect(answer.body).toMatchObject({ code: 'not_ready', status: 503 })
    expect(answer.headers['retry-after']).toBe('1')
  })
})

describe('the wire', () => {
  it('survives a caller that hangs up in the middle', async () => {
    const bugs = () => lims.log.lines.filter((line) => line['msg'] === 'a request met a bug').length
    const before = bugs()
    const socket = connect(lims.running.port, '127.0.0.1')
    socket.write(
      `POST /api/access/holders HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: 500\r\nx-correlation-id: hung-up\r\n\r\n{"kind"`,
    )
    await onceEvent(socket, 'connect')
    socket.destroy()
    await until('the broken request is over', () =>
      lims.log.lines.find((line) => line['correlationId'] === 'hung-up' && line['msg'] === 'request'),
    )
    expect(bugs()).toBe(before)
    expect((await http().get('/readyz')).status).toBe(200)
  })
})

describe('metrics', () => {
  it('count requests by declared route, never by URL', async () => {
    await signedIn('get', '/api/access/keys/key_00000000000000000000000000')
    const { text } = await http().get('/metrics')
    expect(text).toMatch(
      /ils_http_request_seconds_count\{method="GET",route="\/api\/access\/keys\/:keyId",status="404"\} \d/,
    )
    expect(text).not.toContain('key_00000000000000000000000000')
    expect(text).toContain('ils_events_unsent')
    expect(text).toContain('ils_access_refused_total')
  })
})

describe('what may be kept of an answer', () => {
  it('has no secret in it, however deep', () => {
    const Secret = Type.Object({
      list: Type.Array(
        Type.Object({ key: Type.Union([Type.String({ secret: true }), Type.Null()]), name: Type.String() }),
      ),
      plain: Type.String(),
    })
    expect(withoutSecrets(Secret, { list: [{ key: 'k', name: 'n' }], plain: 'p', more: 1 })).toEqual({
      list: [{ key: null, name: 'n' }],
      plain: 'p',
      more: 1,
    })
  })
})
