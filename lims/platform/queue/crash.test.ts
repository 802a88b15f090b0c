import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '@ils/testing/condition'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { inTransaction } from '../db/transaction.ts'
import {
  exampleKind,
  exampleTables,
  leaveEffect,
  openBench,
  startWorkerProcess,
  type NoteKind,
  type WorkerOrder,
  type WorkerProcess,
} from './example.ts'

/** Postgres and the best Redis there is: what dies here is the worker. */
const ways = ['postgres', redisServers()[0] ?? 'js-redis-server'] as const

describe.each(ways)('a worker that dies, on the queue woken by %s', (way) => {
  let database: TestDatabase
  let redis: TestRedis | undefined
  let bench: ReturnType<typeof openBench>
  const started: WorkerProcess[] = []

  beforeAll(async () => {
    database = await openTestDatabase(exampleTables)
    redis = way === 'postgres' ? undefined : await startTestRedis(way)
    bench = openBench(database, redis?.url ?? null)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((worker) => worker.kill()))
    await bench.close()
  })
  afterAll(async () => {
    await redis?.kill()
    await database.close()
  })

  async function aProcess(kind: NoteKind, how: WorkerOrder['how'], stallMs?: number): Promise<WorkerProcess> {
    const order = { databaseUrl: database.url, schema: exampleTables.schema, redisUrl: redis?.url ?? null, kind, how }
    const worker = await startWorkerProcess(stallMs === undefined ? order : { ...order, stallMs })
    started.push(worker)
    return worker
  }

  it('loses no task and leaves no half effect when it is killed in the middle of one', async () => {
    const queue = bench.aQueue()
    const kind = exampleKind({ leaseMs: 500 })
    const uniqueId = `${kind.name} killed`
    const doomed = await aProcess(kind, 'hang')
    await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
    await until('the doomed worker has it', () => doomed.said.includes(`started ${uniqueId}`))
    await doomed.kill()
    queue.work(kind, (task) =>
      inTransaction(database.db, async (trx) => {
        await leaveEffect(trx, task)
        await task.settle(trx)
      }),
    )
    await until('another worker has done it', async () => (await bench.stateOf(kind, uniqueId)) === 'done')
    const effects = await database.db('effects').where({ unique_id: uniqueId })
    expect(effects).toMatchObject([{ attempt: 2, pid: process.pid }])
  })

  it('is fenced out when it wakes from a stall longer than its lease', async () => {
    // Redis may hand the second ticket to the stalled one too: then it is the sweep that finds the task.
    const queue = bench.aQueue({ timing: { rescueAfterMs: 300 } })
    const kind = exampleKind({ leaseMs: 500 })
    const uniqueId = `${kind.name} stalled`
    const stalled = await aProcess(kind, 'stall', 3000)
    await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
    await until('the stalling worker has it', () => stalled.said.includes(`started ${uniqueId}`))
    queue.work(kind, (task) =>
      inTransaction(database.db, async (trx) => {
        await leaveEffect(trx, task)
        await task.settle(trx)
      }),
    )
    await until('another worker has done it', async () => (await bench.stateOf(kind, uniqueId)) === 'done')
    await queue.close({ deadlineMs: 0 })
    // The stalled one is awake again when it does another task.
    await bench.aQueue().enqueue(database.db, kind, { uniqueId: 'afterwards', data: { text: '' } })
    await until('the stalled worker is awake again', () => stalled.said.includes('finished afterwards'))
    expect(stalled.said).not.toContain(`finished ${uniqueId}`)
    const effects = await database.db('effects').where({ unique_id: uniqueId })
    expect(effects).toMatchObject([{ pid: process.pid }])
  })

  it('makes a dead letter of a task that ends its worker at every attempt', async () => {
    const queue = bench.aQueue()
    const kind = exampleKind({ leaseMs: 300, attempts: 1 })
    const doomed = await aProcess(kind, 'exit')
    await queue.enqueue(database.db, kind, { uniqueId: 'poison', data: { text: '' } })
    await until('the worker has ended', () => doomed.child.exitCode === 1)
    // Any process with workers takes back what the dead held, of every kind.
    queue.work(exampleKind(), async () => undefined)
    await until('it is a dead letter', async () => (await queue.counts(kind)).dead === 1)
    const [letter] = (await queue.deadLetters(kind, { limit: 1 })).items
    expect(letter).toMatchObject({ uniqueId: 'poison', lastError: 'the worker was lost' })
  })

  it('does each of two thousand tasks exactly once while workers are killed at random', async () => {
    const queue = bench.aQueue()
    const kind = exampleKind({ leaseMs: 1000, attempts: 50, concurrency: 10 })
    const wanted = Array.from({ length: 2000 }, (_, i) => ({ uniqueId: `${kind.name} n${i}`, data: { text: '' } }))
    const left = async (): Promise<number> => {
      const { waiting, delayed, active } = await queue.counts(kind)
      return waiting + delayed + active
    }
    const workers = await Promise.all([aProcess(kind, 'settle', 40), aProcess(kind, 'settle', 40)])
    await queue.enqueueAll(database.db, kind, wanted)
    let kills = 0
    for (let next = 0; (await left()) > 0; next = 1 - next) {
      // Killed at a random moment between a few and a few hundred tasks, and replaced.
      const goal = (await left()) - Math.floor(Math.random() * 200)
      await until('some are done', async () => (await left()) <= Math.max(0, goal))
      if ((await left()) === 0) break
      await workers[next]?.kill()
      kills++
      workers[next] = await aProcess(kind, 'settle', 40)
    }
    const effects: { unique_id: string }[] = await database.db('effects').whereLike('unique_id', `${kind.name} n%`)
    expect(kills).toBeGreaterThan(2)
    expect(effects).toHaveLength(2000)
    expect(new Set(effects.map((effect) => effect.unique_id)).size).toBe(2000)
    expect(await queue.counts(kind)).toMatchObject({ waiting: 0, active: 0, dead: 0 })
  })
})
