import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { until } from '@ils/testing/condition'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { inTransaction } from '../db/transaction.ts'
import { silentLog, type Log } from '../log/log.ts'
import { exampleKind, exampleTables, leaveEffect, openBench, type NoteKind } from './example.ts'
import { openRedis } from './redis.ts'
import type { Queue } from './task.ts'

/** Redis may forget, go and come back: tasks are late, never lost and never done twice. */
describe.each(redisServers())('with Redis (%s)', (server) => {
  let database: TestDatabase
  let redis: TestRedis
  let bench: ReturnType<typeof openBench>

  beforeAll(async () => {
    database = await openTestDatabase(exampleTables)
  })
  beforeEach(async () => {
    redis = await startTestRedis(server)
    bench = openBench(database, redis.url)
  })
  afterEach(async () => {
    await bench.close()
    await redis.kill()
  })
  afterAll(() => database.close())

  const timing = { sweepMs: 100, rescueAfterMs: 700 }

  function leaveEffects(queue: Queue, kind: NoteKind): void {
    queue.work(kind, (task) =>
      inTransaction(database.db, async (trx) => {
        await leaveEffect(trx, task)
        await task.settle(trx)
      }),
    )
  }

  const wantedOf = (kind: NoteKind, count: number, delayMs = 0) =>
    Array.from({ length: count }, (_, i) => ({
      uniqueId: `${kind.name} n${delayMs}-${i}`,
      data: { text: '' },
      delayMs,
    }))

  async function allDoneOnce(queue: Queue, kind: NoteKind, count: number): Promise<void> {
    await until('nothing is left to do', async () => {
      const { waiting, delayed, active } = await queue.counts(kind)
      return waiting + delayed + active === 0
    })
    const effects: { unique_id: string }[] = await database.db('effects').whereLike('unique_id', `${kind.name} %`)
    expect(effects).toHaveLength(count)
    expect(new Set(effects.map((effect) => effect.unique_id)).size).toBe(count)
  }

  async function flush(): Promise<void> {
    const client = openRedis(redis.url, silentLog, 'waits')
    await client.flushall()
    client.disconnect()
  }

  it('flushed while tasks wait, run and are delayed: all are done, each once', async () => {
    const [asking, working] = [bench.aQueue({ timing }), bench.aQueue({ timing })]
    const kind = exampleKind({ concurrency: 2 })
    await asking.enqueueAll(database.db, kind, wantedOf(kind, 40))
    await asking.enqueueAll(database.db, kind, wantedOf(kind, 10, 300))
    await asking.enqueueAll(database.db, kind, wantedOf(kind, 5, 900))
    leaveEffects(working, kind)
    await until('some are done', async () => (await working.counts(kind)).waiting < 35)
    await flush()
    await allDoneOnce(working, kind, 55)
  })

  it('killed and started again with nothing in it: all are done, each once, and news arrives again', async () => {
    let rescued = 0
    const observe = { rescued: (_: string, count: number) => (rescued += count) }
    const queue = bench.aQueue({ timing, observe })
    const kind = exampleKind({ concurrency: 2 })
    leaveEffects(queue, kind)
    await queue.enqueueAll(database.db, kind, wantedOf(kind, 60))
    await until('some are done', async () => (await queue.counts(kind)).waiting < 50)
    await redis.kill()
    await queue.enqueueAll(database.db, kind, wantedOf(kind, 20, 50))
    await redis.start()
    await allDoneOnce(queue, kind, 80)
    // Heard, not swept up: Bull has come back by itself.
    await until('a task is started by Bull again', async () => {
      const before = rescued
      const uniqueId = `again ${performance.now()}`
      await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
      await until('the later one is done', async () => (await bench.stateOf(kind, uniqueId)) === 'done')
      return rescued === before
    })
  })

  it('gone when a task is asked for: it is taken, and done without Redis', async () => {
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (_, sentence) => void warnings.push(sentence) }
    const queue = bench.aQueue({ timing, log })
    const kind = exampleKind()
    leaveEffects(queue, kind)
    await redis.kill()
    await until('the outage is noticed', () => warnings.includes('redis is out of reach'))
    // Redis does not come back: one that waited for it would never go on.
    for (const wanted of wantedOf(kind, 10)) await queue.enqueue(database.db, kind, wanted)
    await allDoneOnce(queue, kind, 10)
    // Ten tasks and many tries to connect, but each complaint once.
    expect(warnings.filter((one) => one.includes('could not be announced'))).toHaveLength(1)
  })

  it('gone when the process starts and when it ends', async () => {
    await redis.kill()
    const queue = bench.aQueue({ timing })
    const kind = exampleKind()
    leaveEffects(queue, kind)
    await queue.enqueueAll(database.db, kind, wantedOf(kind, 3))
    await allDoneOnce(queue, kind, 3)
    await queue.close({ deadlineMs: 1000 })
  })
})

describe('a connection to Redis', () => {
  it('tells of an outage once when it begins and once when it is over', async () => {
    const redis = await startTestRedis()
    const said: string[] = []
    const say = (_: object, sentence: string): void => void said.push(sentence)
    const client = openRedis(redis.url, { ...silentLog, warn: say, info: say })
    await until('it is connected', () => client.status === 'ready')
    await redis.kill()
    let tries = 0
    client.on('reconnecting', () => tries++)
    await until('it has tried several times', () => tries > 3)
    expect(said).toEqual(['redis is out of reach'])
    await expect(client.get('a')).rejects.toThrow()
    await redis.start()
    await until('it is back', () => said.length === 2)
    expect(said).toEqual(['redis is out of reach', 'redis is back'])
    expect(await client.get('a')).toBeNull()
    client.disconnect()
    await redis.kill()
  })
})
