import { until } from '@ils/testing/condition'
import { startTestRedis, type TestRedis } from '@ils/testing/redis'
import { openTestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let redis: TestRedis
beforeAll(async () => {
  redis = await startTestRedis()
})
afterAll(() => redis.kill())

describe('the request limit with Redis', () => {
  it('is one for all processes together, and goes on in each of them while Redis is away', async () => {
    const one = await openTestLims({ env: { REDIS_URL: redis.url } })
    const two = await openTestLims({ env: { REDIS_URL: redis.url }, database: one.database, roles: ['api'] })
    const admin = one.client(await one.setUp())
    const me = await admin.whoAmI()
    const { secret } = await admin.makeKey({ body: { holderId: me.id, label: 'shared', requestsPerMinute: 10 } })
    const ask = async (lims: typeof one): Promise<[number, string | null]> => {
      const answer = await fetch(`${lims.url}/api/access/me`, { headers: { authorization: `Bearer ${secret ?? ''}` } })
      return [answer.status, answer.headers.get('ratelimit-remaining')]
    }
    expect(await ask(one)).toEqual([200, '9'])
    expect(await ask(two)).toEqual([200, '8'])
    for (let i = 0; i < 8; i++) expect((await ask(i % 2 ? one : two))[0]).toBe(200)
    expect((await ask(one))[0]).toBe(429)
    expect((await ask(two))[0]).toBe(429)

    await redis.kill()
    // Each counts for itself now, and nobody is locked out for it.
    await until('the first answers from its own count', async () => (await ask(one))[0] === 200)
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200)
    await two.close()
    await one.close()
  })
})
