import { limsApi } from '@ils/contract/lims'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { binderFor } from './binding.ts'
import { mount } from './mount.ts'
import { openRateLimit } from './rate-limit.ts'

let lims: TestLims
let key: string
let path: string

beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_CORS_ORIGINS: 'https://portal.example' } })
  key = await lims.setUp()
  path = `/api/access/keys/${(await lims.client(key).whoAmI()).keyId ?? ''}`
})
afterAll(() => lims.close())

const get = (at: string) => supertest(lims.url).get(at).set('authorization', `Bearer ${key}`)

describe('a path', () => {
  it('is found with a slash at its end, in capitals and with encoded letters', async () => {
    expect((await get(`${path}/`)).status).toBe(200)
    expect((await get(path.replace('/api/access', '/api/ACCESS'))).status).toBe(200)
    expect((await get(path.replace('key_', 'key%5f'))).body).toMatchObject({ id: path.split('/').pop() })
    expect((await get('/api//access/me')).status).toBe(404)
    expect((await get('/api/access/keys/a%2fb')).status).toBe(400)
  })

  it('that two endpoints fit is answered by the one that is bound first', async () => {
    const one = { ...limsApi.about, path: '/api/things/first' } as const
    const other = { ...limsApi.about, path: '/api/things/:thing' } as const
    const bind = binderFor<TestLims['app']>()
    const named = (name: string, endpoint: typeof one | typeof other) =>
      bind({ ...endpoint, answer: { status: 200, means: name } }, () =>
        Promise.resolve({ body: name, type: 'text/plain' }),
      )
    const serverOf = (bindings: ReturnType<typeof named>[]) =>
      mount({
        app: lims.app,
        declared: Object.fromEntries(bindings.map(({ endpoint }) => [endpoint.path, endpoint])),
        bindings,
        authenticate: () => Promise.reject(new Error('nobody')),
        onAccessRefused: () => Promise.resolve(),
        rateLimit: openRateLimit(null),
        metrics: lims.app.metrics,
        stopping: new AbortController().signal,
        settings: {
          checkAnswers: true,
          bodyLimitBytes: 1000,
          corsOrigins: [],
          trustedProxies: 0,
          anonymousPerMinute: 100,
        },
      }).callback()
    const first = serverOf([named('exact', one), named('any', other)])
    expect((await supertest(first).get('/api/things/first')).text).toBe('exact')
    expect((await supertest(first).get('/api/things/FIRST')).text).toBe('exact')
    expect((await supertest(first).get('/api/things/second')).text).toBe('any')
    const second = serverOf([named('any', other), named('exact', one)])
    expect((await supertest(second).get('/api/things/first')).text).toBe('any')
  })
})

describe('the headers of an answer', () => {
  it('say what it depends on, with and without a foreign page and compression', async () => {
    const plain = await get(path).unset('accept-encoding')
    const packed = await get(path).set('origin', 'https://portal.example').set('accept-encoding', 'gzip')
    for (const { headers } of [plain, packed]) {
      expect(headers['vary']?.toLowerCase()).toBe('origin, accept-encoding, authorization')
    }
    expect(packed.headers['access-control-allow-origin']).toBe('https://portal.example')
  })

  it('protect programs too, and tell the limit and the type', async () => {
    const { headers } = await get(path)
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    })
    expect(headers['content-length']).toMatch(/^\d+$/)
    expect(headers['ratelimit-limit']).toMatch(/^\d+$/)
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  it('let an answer that the caller already has be left out, also under several names', async () => {
    const etag = (await get(path)).headers['etag'] ?? ''
    const again = await get(path).set('if-none-match', `W/"other", ${etag}`)
    expect([again.status, again.text]).toEqual([304, ''])
    expect(again.headers['content-type']).toBeUndefined()
    expect(again.headers['etag']).toBe(etag)
  })
})
