import type { WebhookBody } from '@ils/contract/webhook-body'
import { startTestRedis, type TestRedis } from '@ils/testing/redis'
import { openKnex, openPool, openRedisClient } from '@ils/testing/store-connections'
import { openEmptyDatabase } from '@ils/testing/test-database'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClaimStore } from './claims/claim-store.ts'
import { memoryClaims } from './claims/memory-claims.ts'
import { redisClaims } from './claims/redis-claims.ts'
import { memoryNewest } from './newest/memory-newest.ts'
import { ChangeUnderWay, onlyNewest, type NewestSeen } from './newest/newest-seen.ts'
import { claimTable, newestTable, postgresClaims, postgresNewest } from './postgres/store.ts'
import { redisNewest } from './newest/redis-newest.ts'

let database: Awaited<ReturnType<typeof openEmptyDatabase>>
let pool: ReturnType<typeof openPool>
let knex: ReturnType<typeof openKnex>
let server: TestRedis
let redis: ReturnType<typeof openRedisClient>
beforeAll(async () => {
  database = await openEmptyDatabase('ils_lims')
  pool = openPool(database.ownerUrl)
  knex = openKnex(database.ownerUrl)
  await pool.query(claimTable)
  await pool.query(newestTable)
  server = await startTestRedis()
  redis = openRedisClient(server.url)
})
afterAll(async () => {
  redis.disconnect()
  await server.kill()
  await Promise.all([pool.end(), knex.destroy()])
  await database.close()
})

/** Two receivers on one store, as two processes have it, and what makes a claim run out. */
interface TwoReceivers {
  readonly one: ClaimStore
  readonly other: ClaimStore
  readonly runOut: (id: string) => Promise<unknown>
}

const stores: Record<string, () => TwoReceivers> = {
  memory: () => {
    let at = 0
    const one = memoryClaims({ now: () => at })
    return { one, other: one, runOut: async () => (at += 301_000) }
  },
  redis: () => ({
    one: redisClaims(redis),
    other: redisClaims(redis),
    runOut: (id) => redis.del(`webhook:${id}`),
  }),
  'postgres, by pg and by knex': () => ({
    one: postgresClaims(pool),
    other: postgresClaims(knex),
    runOut: (id) => pool.query('update webhook_claims set until = now() where id = $1', [id]),
  }),
}

let ids = 0
const newId = (): string => `evt_${(ids += 1)}`

describe.each(Object.entries(stores))('claims in %s', (name, open) => {
  it('let one have a delivery at a time, until it is done', async () => {
    const { one, other } = open()
    const id = newId()
    expect(await one.claim(id)).toBe('claimed')
    expect(await other.claim(id)).toBe('busy')
    await one.done(id)
    expect([await one.claim(id), await other.claim(id)]).toEqual(['done', 'done'])
  })

  it('let the next attempt have what failed', async () => {
    const { one, other } = open()
    const id = newId()
    await one.claim(id)
    await one.release(id)
    expect(await other.claim(id)).toBe('claimed')
  })

  it('let the next attempt have what somebody died over, and nobody give back what is another’s by then', async () => {
    const { one, other, runOut } = open()
    const id = newId()
    await one.claim(id)
    await runOut(id)
    expect(await other.claim(id)).toBe('claimed')
    // In one process's memory there is no other.
    if (name === 'memory') return
    await one.release(id)
    expect(await one.claim(id)).toBe('busy')
  })

  it('give one delivery to one of many that ask at once', async () => {
    const { one, other } = open()
    const id = newId()
    const got = await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : other).claim(id)))
    expect(got.filter((claim) => claim === 'claimed')).toHaveLength(1)
    expect(got.filter((claim) => claim === 'busy')).toHaveLength(39)
  })
})

it('claims are kept for a week and more', async () => {
  const id = newId()
  await redisClaims(redis).done(id)
  expect(await redis.ttl(`webhook:${id}`)).toBeGreaterThan(7 * 86_400)
  await postgresClaims(pool).done(id)
  const { rows } = await pool.query(
    "select until > now() + interval '7 days' as long from webhook_claims where id = $1",
    [id],
  )
  expect(rows).toEqual([{ long: true }])
})

it('claims in postgres that ran out are forgotten while others are done', async () => {
  await pool.query("insert into webhook_claims (id, until) values ('old', now() - interval '1 day')")
  const claims = postgresClaims(pool)
  for (let i = 0; i < 200; i++) await claims.done(newId())
  expect((await pool.query("select from webhook_claims where id = 'old'")).rows).toHaveLength(0)
})

/** Runs one change as a receiver does: in Postgres within a transaction of its own. */
type Within = (work: (seen: NewestSeen) => Promise<unknown>) => Promise<unknown>

const guards: Record<string, () => Within> = {
  memory: () => {
    const seen = memoryNewest()
    return (work) => work(seen)
  },
  redis: () => (work) => work(redisNewest(redis)),
  knex: () => (work) => knex.transaction((trx) => work(postgresNewest(trx))),
  postgres: () => async (work) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const said = await work(postgresNewest(client))
      await client.query('commit')
      return said
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  },
}

describe.each(Object.entries(guards))('the newest that was seen, in %s', (_name, open) => {
  /** Comes back while another change of it is under way, as the sender does. */
  const made = async (
    within: Within,
    thing: string,
    version: number,
    change: () => Promise<unknown>,
  ): Promise<unknown> => {
    for (;;) {
      try {
        return await within((seen) => seen.ifNewer(thing, version, change))
      } catch (error) {
        if (!(error instanceof ChangeUnderWay)) throw error
      }
    }
  }
  const nothing = (): Promise<void> => Promise.resolve()

  it('lets no late older change undo a newer one', async () => {
    const within = open()
    const job = `job ${newId()}`
    expect(await made(within, job, 2, nothing)).toBe(true)
    expect(await made(within, job, 1, nothing)).toBe(false)
    expect(await made(within, job, 2, nothing)).toBe(false)
    expect(await made(within, job, 3, nothing)).toBe(true)
    expect(await made(within, `job ${newId()}`, 1, nothing)).toBe(true)
  })

  it('counts a change that failed as none', async () => {
    const within = open()
    const job = `job ${newId()}`
    await expect(made(within, job, 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await made(within, job, 2, nothing)).toBe(true)
  })

  it('ends with the newest state, in whatever order and however much at once changes come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 }), async (versions) => {
        const within = open()
        const job = `job ${newId()}`
        let state = 0
        const one = (version: number): Promise<unknown> =>
          made(within, job, version, async () => {
            // Between looking and writing others have their turn.
            await new Promise((resolve) => setImmediate(resolve))
            state = version
          })
        await Promise.all(versions.map(one))
        expect(state).toBe(Math.max(...versions))
      }),
      { numRuns: 25 },
    )
  })
})

it('the newest in postgres is not noted outside of a transaction', async () => {
  const outside = postgresNewest(pool).ifNewer('job_9', 1, () => Promise.resolve())
  await expect(outside).rejects.toThrow('can only be used in transaction blocks')
  expect((await pool.query("select from webhook_newest where thing = 'job_9'")).rows).toHaveLength(0)
})

it('a handler for the newest only passes over what is late, by type unless it is told otherwise', async () => {
  const event = (type: string, subjectVersion: number): WebhookBody => ({
    ...{ id: newId(), type, version: 1, timestamp: '2026-11-21T10:00:00Z', practice: null, subject: 'job_1' },
    ...{ subjectVersion, releaseId: null, data: {} },
  })
  const about = { sentAt: new Date() }
  for (const [thingOf, seen] of [
    [undefined, ['job.moved 3', 'job.held 2']],
    [({ subject }: WebhookBody) => subject, ['job.moved 3']],
  ] as const) {
    const handled: string[] = []
    const handle = onlyNewest(
      memoryNewest(),
      async ({ type, subjectVersion }: WebhookBody) => handled.push(`${type} ${subjectVersion}`),
      thingOf,
    )
    await handle(event('job.moved', 3), about)
    await handle(event('job.moved', 1), about)
    await handle(event('job.held', 2), about)
    expect(handled).toEqual(seen)
  }
})
