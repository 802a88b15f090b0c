import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '@ils/testing/condition'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { correlationId, withCorrelation } from '../correlation.ts'
import { inTransaction } from '../db/transaction.ts'
import { exampleKind, exampleTables, openBench } from './example.ts'

const ways = ['postgres', ...redisServers({ given: true })] as const

/** One contract for every adapter; what goes wrong is in queue-failures.test.ts. */
describe.each(ways)('the queue woken by %s', (way) => {
  let database: TestDatabase
  let redis: TestRedis | undefined
  let bench: ReturnType<typeof openBench>

  beforeAll(async () => {
    database = await openTestDatabase(exampleTables)
    redis = way === 'postgres' ? undefined : await startTestRedis(way)
    bench = openBench(database, redis?.url ?? null)
  })
  afterEach(() => bench.close())
  afterAll(async () => {
    await redis?.kill()
    await database.close()
  })

  describe('asking for work', () => {
    it('runs a task once, with its data and under the correlation id of who asked', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      const runs: unknown[] = []
      queue.work(kind, async (task) => {
        runs.push({ data: task.data, attempt: task.attempt, by: correlationId(), id: task.uniqueId })
      })
      const isNew = await withCorrelation('order-17', () =>
        queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: 'print the ticket' } }),
      )
      await until('the task is done', async () => (await bench.stateOf(kind, 'a')) === 'done')
      expect(isNew).toBe(true)
      expect(runs).toEqual([{ data: { text: 'print the ticket' }, attempt: 1, by: 'order-17', id: 'a' }])
    })

    it('is heard of, although the next sweep is an hour away', async () => {
      const queue = bench.aQueue({ timing: { sweepMs: 3_600_000 } })
      const kind = exampleKind()
      const started: string[] = []
      queue.work(kind, async ({ data }) => void started.push(data.text))
      // The first one may be found by the look at the start; the second is heard of.
      await queue.enqueue(database.db, kind, { uniqueId: 'first', data: { text: 'first' } })
      await until('the first has started', () => started.length === 1)
      await queue.enqueue(database.db, kind, { uniqueId: 'second', data: { text: 'second' } })
      await until('the second has started', () => started.length === 2)
      expect(started).toEqual(['first', 'second'])
    })

    it('takes the same unique id for the same task, also after it is done', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      let runs = 0
      queue.work(kind, async () => void runs++)
      const twice = { uniqueId: 'same', data: { text: '' } }
      expect(await queue.enqueue(database.db, kind, twice)).toBe(true)
      expect(await queue.enqueue(database.db, kind, twice)).toBe(false)
      await until('the task is done', async () => (await bench.stateOf(kind, 'same')) === 'done')
      expect(await queue.enqueue(database.db, kind, twice)).toBe(false)
      expect(await queue.enqueueAll(database.db, kind, [twice, { ...twice, uniqueId: 'other' }])).toBe(1)
      await until('the other is done', async () => (await bench.stateOf(kind, 'other')) === 'done')
      expect(runs).toBe(2)
    })

    it('lets two kinds use the same unique id', async () => {
      const queue = bench.aQueue()
      const wanted = { uniqueId: 'same', data: { text: '' } }
      expect(await queue.enqueue(database.db, exampleKind(), wanted)).toBe(true)
      expect(await queue.enqueue(database.db, exampleKind(), wanted)).toBe(true)
    })

    it('knows nothing of a task whose transaction was rolled back', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      const ran: string[] = []
      queue.work(kind, async (task) => void ran.push(task.uniqueId))
      const failing = inTransaction(database.db, async (trx) => {
        await queue.enqueue(trx, kind, { uniqueId: 'undone', data: { text: '' } })
        throw new Error('the order was refused')
      })
      await expect(failing).rejects.toThrow('refused')
      await queue.enqueue(database.db, kind, { uniqueId: 'kept', data: { text: '' } })
      await until('the later task is done', async () => (await bench.stateOf(kind, 'kept')) === 'done')
      expect(ran).toEqual(['kept'])
      expect(await bench.stateOf(kind, 'undone')).toBeUndefined()
    })

    it('starts a task only after the transaction it was written in', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      let ran = false
      queue.work(kind, async () => void (ran = true))
      await inTransaction(database.db, async (trx) => {
        await queue.enqueue(trx, kind, { uniqueId: 'a', data: { text: '' } })
        await queue.enqueue(database.db, kind, { uniqueId: 'meanwhile', data: { text: '' } })
        await until('another one is done', async () => (await bench.stateOf(kind, 'meanwhile')) === 'done')
        ran = false
      })
      await until('it ran after the commit', () => ran)
    })

    it('refuses data, delays and priorities that do not fit', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      const wrong = { text: 7 } as unknown as { text: string }
      await expect(queue.enqueue(database.db, kind, { uniqueId: 'a', data: wrong })).rejects.toThrow('data.text')
      const data = { text: '' }
      await expect(queue.enqueue(database.db, kind, { uniqueId: 'a', data, delayMs: -1 })).rejects.toThrow('delay')
      await expect(queue.enqueue(database.db, kind, { uniqueId: 'a', data, priority: 5000 })).rejects.toThrow(
        'priority',
      )
      await expect(queue.enqueue(database.db, kind, { uniqueId: '', data })).rejects.toThrow('unique id')
    })
  })

  describe('when and in which order', () => {
    it('keeps a delayed task until its time and starts it soon after', async () => {
      const waited: number[] = []
      // The late sweep shows that the time is kept by more than sweeps.
      const queue = bench.aQueue({
        timing: { sweepMs: 1000 },
        observe: { started: (_, seconds) => waited.push(seconds) },
      })
      const kind = exampleKind()
      queue.work(kind, async () => undefined)
      const askedAt = performance.now()
      await queue.enqueue(database.db, kind, { uniqueId: 'later', data: { text: '' }, delayMs: 400 })
      expect(await queue.counts(kind)).toMatchObject({ waiting: 0, delayed: 1 })
      await until('the delayed task has started', () => waited.length === 1)
      expect(performance.now() - askedAt).toBeGreaterThanOrEqual(399)
      expect(waited[0]).toBeLessThan(0.9)
    })

    it('starts the more urgent first, and the older first among equals', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ concurrency: 1 })
      const order: string[] = []
      const wanted = (uniqueId: string, priority: number) => ({ uniqueId, data: { text: '' }, priority })
      for (const one of [wanted('usual', 0), wanted('idle', 5), wanted('rush', -5), wanted('usual too', 0)])
        await queue.enqueue(database.db, kind, one)
      queue.work(kind, async (task) => void order.push(task.uniqueId))
      await until('all have run', () => order.length === 4)
      expect(order).toEqual(['rush', 'usual', 'usual too', 'idle'])
    })

    it('runs no more at once than the kind allows', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ concurrency: 3 })
      let now = 0
      let most = 0
      let ran = 0
      queue.work(kind, async () => {
        most = Math.max(most, (now += 1))
        await new Promise((resolve) => setTimeout(resolve, 15))
        now--
        ran++
      })
      const wanted = Array.from({ length: 30 }, (_, i) => ({ uniqueId: `n${i}`, data: { text: '' } }))
      expect(await queue.enqueueAll(database.db, kind, wanted)).toBe(30)
      await until('all have run', () => ran === 30)
      expect(most).toBe(3)
    })

    it('claims nothing of a paused kind in any process until it is resumed', async () => {
      const [office, floor] = [bench.aQueue(), bench.aQueue()]
      const [paused, usual] = [exampleKind(), exampleKind()]
      const ran: string[] = []
      for (const queue of [office, floor]) {
        queue.work(paused, async () => void ran.push('paused kind'))
        queue.work(usual, async () => void ran.push('usual kind'))
      }
      await office.pause(paused)
      await office.enqueue(database.db, paused, { uniqueId: 'a', data: { text: '' } })
      await office.enqueue(database.db, usual, { uniqueId: 'a', data: { text: '' } })
      await until('the usual kind has run', () => ran.length > 0)
      expect(await office.counts(paused)).toMatchObject({ waiting: 1, paused: true })
      expect(ran).toEqual(['usual kind'])
      await floor.resume(paused)
      await until('the resumed kind has run', () => ran.length === 2)
    })

    it('hands five hundred tasks to its workers without one being left to the sweep', async () => {
      let rescued = 0
      const queue = bench.aQueue({
        timing: { sweepMs: 60_000 },
        observe: { rescued: (_, count) => (rescued += count) },
      })
      const kind = exampleKind({ concurrency: 20 })
      let ran = 0
      queue.work(kind, async () => void ran++)
      for (let i = 0; i < 500; i++)
        await queue.enqueue(database.db, kind, {
          uniqueId: `n${i}`,
          data: { text: '' },
          delayMs: i % 10 === 0 ? 50 : 0,
        })
      await until('all have run', async () => (await queue.counts(kind)).waiting === 0 && ran === 500)
      expect(rescued).toBe(0)
    })
  })

  describe('the end', () => {
    it('finishes what runs and gives back the rest, which another process then runs', async () => {
      const [leaving, staying] = [bench.aQueue(), bench.aQueue()]
      const kind = exampleKind({ concurrency: 2 })
      const finished: string[] = []
      const told: string[] = []
      let release: () => void = () => undefined
      const released = new Promise<void>((resolve) => (release = resolve))
      leaving.work(kind, async (task) => {
        if (task.data.text === 'short') await released
        else await new Promise<void>((resolve) => task.signal.addEventListener('abort', () => resolve()))
        if (task.signal.aborted) told.push(task.uniqueId)
        else finished.push(task.uniqueId)
      })
      await leaving.enqueue(database.db, kind, { uniqueId: 'a', data: { text: 'short' } })
      await leaving.enqueue(database.db, kind, { uniqueId: 'b', data: { text: 'endless' } })
      await until('both run', async () => (await leaving.counts(kind)).active === 2)
      const closing = leaving.close({ deadlineMs: 500 })
      release()
      await closing
      expect(finished).toEqual(['a'])
      expect(told).toEqual(['b'])
      // Given back as if it had never been tried.
      const row = await database.db('tasks').where({ kind: kind.name, unique_id: 'b' }).first('state', 'attempts')
      expect(row).toEqual({ state: 'waiting', attempts: 0 })
      staying.work(kind, async (task) => void finished.push(`${task.uniqueId} by another`))
      await until('the other process ran it', () => finished.length === 2)
      expect(finished).toEqual(['a', 'b by another'])
    })

    it('forgets done tasks after the retention, and never dead ones', async () => {
      const queue = bench.aQueue({ timing: { purgeEveryMs: 50, retentionMs: 3_600_000 } })
      const kind = exampleKind({ attempts: 1 })
      queue.work(kind, async (task) => {
        if (task.uniqueId === 'dead') throw new Error('no')
      })
      for (const uniqueId of ['dead', 'old', 'fresh'])
        await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
      await until(
        'over',
        async () => (await database.db('tasks').where({ kind: kind.name }).whereNull('finished_at')).length === 0,
      )
      await database
        .db('tasks')
        .where({ kind: kind.name })
        .whereIn('unique_id', ['dead', 'old'])
        .update({ finished_at: database.db.raw("now() - interval '2 hours'") })
      await until('the old one is forgotten', async () => (await bench.stateOf(kind, 'old')) === undefined)
      expect(await bench.stateOf(kind, 'fresh')).toBe('done')
      expect(await bench.stateOf(kind, 'dead')).toBe('dead')
      expect(await queue.enqueue(database.db, kind, { uniqueId: 'old', data: { text: '' } })).toBe(true)
    })
  })
})
