import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '@ils/testing/condition'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { inTransaction } from '../db/transaction.ts'
import { exampleKind, exampleTables, leaveEffect, openBench } from './example.ts'
import { GiveUp } from './task.ts'

const ways = ['postgres', ...redisServers({ given: true })] as const

describe.each(ways)('a task that fails, on the queue woken by %s', (way) => {
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

  describe('failures', () => {
    it('tries again after growing pauses', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ attempts: 4, backoff: { baseMs: 100, factor: 3, mostMs: 400 } })
      const at: number[] = []
      queue.work(kind, async (task) => {
        at.push(performance.now())
        if (task.attempt < 4) throw new Error('the printer is out of paper')
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until('the fourth attempt went well', async () => (await bench.stateOf(kind, 'a')) === 'done')
      const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0))
      expect(pauses[0]).toBeGreaterThanOrEqual(74)
      expect(pauses[1]).toBeGreaterThanOrEqual(224)
      expect(pauses[2]).toBeGreaterThanOrEqual(299)
    })

    it('never waits longer than the longest pause, however many times it grew', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ attempts: 3, backoff: { baseMs: 50, factor: 100_000, mostMs: 200 } })
      queue.work(kind, async (task) => {
        if (task.attempt < 3) throw new Error('the printer is out of paper')
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: '' } })
      // Without an end to it, the second pause would be of hours.
      await until('the third attempt went well', async () => (await bench.stateOf(kind, 'a')) === 'done')
    })

    it('keeps what failed at every attempt as a dead letter, which can be retried or removed', async () => {
      const outcomes: string[] = []
      const queue = bench.aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind({ attempts: 2 })
      let paper = false
      queue.work(kind, async () => {
        if (!paper) throw new Error(`out of paper at http://printer:secret-word@floor/`)
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: 'A' } })
      await until('it is dead', async () => (await queue.counts(kind)).dead === 1)
      expect(outcomes).toEqual(['retry', 'dead'])
      const [letter] = (await queue.deadLetters(kind, { limit: 10 })).items
      expect(letter).toMatchObject({ uniqueId: 'a', data: { text: 'A' }, attempts: 2 })
      expect(letter?.lastError).toContain('out of paper')
      expect(letter?.lastError).not.toContain('secret-word')

      const id = letter?.id ?? ''
      expect(await queue.retry(id)).toBe(true)
      await until('it is dead again', async () => (await queue.counts(kind)).dead === 1 && outcomes.length === 4)
      paper = true
      expect(await queue.retry(id)).toBe(true)
      await until('it went well at last', async () => (await bench.stateOf(kind, 'a')) === 'done')
      expect(await queue.retry(id)).toBe(false)
      expect(await queue.remove(id)).toBe(false)
    })

    it('frees the unique id of a dead letter that is removed', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ attempts: 1 })
      queue.work(kind, () => Promise.reject(new Error('no')))
      const wanted = { uniqueId: 'a', data: { text: '' } }
      await queue.enqueue(database.db, kind, wanted)
      await until('it is dead', async () => (await queue.counts(kind)).dead === 1)
      expect(await queue.enqueue(database.db, kind, wanted)).toBe(false)
      const [letter] = (await queue.deadLetters(kind, { limit: 1 })).items
      expect(await queue.remove(letter?.id ?? '')).toBe(true)
      expect(await queue.enqueue(database.db, kind, wanted)).toBe(true)
    })

    it('pages dead letters with the newest first', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ attempts: 1, concurrency: 1 })
      queue.work(kind, () => Promise.reject(new Error('no')))
      for (const uniqueId of ['a', 'b', 'c']) await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
      await until('all are dead', async () => (await queue.counts(kind)).dead === 3)
      const first = await queue.deadLetters(kind, { limit: 2 })
      expect(first.items.map((one) => one.uniqueId)).toEqual(['c', 'b'])
      const rest = await queue.deadLetters(kind, { limit: 2, after: first.next ?? '' })
      expect(rest.items.map((one) => one.uniqueId)).toEqual(['a'])
      expect(rest.next).toBeNull()
    })

    it('does not try again what its handler gives up', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ attempts: 5 })
      let runs = 0
      queue.work(kind, async () => {
        runs++
        throw new GiveUp('the receiver is gone for good')
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until('it is dead', async () => (await queue.counts(kind)).dead === 1)
      expect(runs).toBe(1)
    })

    it('puts aside a task whose data this version does not understand', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      let runs = 0
      await queue.pause(kind)
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: '' } })
      await database.db('tasks').where({ kind: kind.name }).update({ data: '{"words": 3}' })
      queue.work(kind, async () => void runs++)
      await queue.resume(kind)
      await until('it is dead', async () => (await queue.counts(kind)).dead === 1)
      expect(runs).toBe(0)
    })
  })

  describe('one effect', () => {
    it('keeps an effect and its mark together, or neither', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind()
      queue.work(kind, (task) =>
        inTransaction(database.db, async (trx) => {
          await leaveEffect(trx, task)
          await task.settle(trx)
          if (task.attempt === 1) throw new Error('after the mark, before the commit')
        }),
      )
      const uniqueId = `${kind.name} once`
      await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
      await until('the second attempt went well', async () => (await bench.stateOf(kind, uniqueId)) === 'done')
      expect(await bench.effectsOf(uniqueId)).toBe(1)
    })

    it('does not undo or repeat what was settled when the handler fails afterwards', async () => {
      const outcomes: string[] = []
      const queue = bench.aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind()
      queue.work(kind, async (task) => {
        await inTransaction(database.db, (trx) => task.settle(trx))
        throw new Error('too late to matter')
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until('it has ended', () => outcomes.length > 0)
      expect(outcomes).toEqual(['done'])
      expect(await bench.stateOf(kind, 'a')).toBe('done')
    })

    it('leaves a task alone that takes longer than its lease while its worker is alive', async () => {
      const queues = [bench.aQueue(), bench.aQueue()]
      const kind = exampleKind({ leaseMs: 300 })
      let runs = 0
      for (const queue of queues)
        queue.work(kind, async () => {
          runs++
          await new Promise((resolve) => setTimeout(resolve, 1200))
        })
      await queues[0]?.enqueue(database.db, kind, { uniqueId: 'long', data: { text: '' } })
      await until('it is done', async () => (await bench.stateOf(kind, 'long')) === 'done')
      expect(runs).toBe(1)
    })

    it('tells a handler whose task was taken over, and rolls back what it settles', async () => {
      const outcomes: string[] = []
      const queue = bench.aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind({ leaseMs: 300 })
      const uniqueId = `${kind.name} taken`
      queue.work(kind, (task) =>
        inTransaction(database.db, async (trx) => {
          await leaveEffect(trx, task)
          if (task.attempt === 1) {
            // As if this process had been away for long, and another had claimed it.
            await database
              .db('tasks')
              .where({ id: task.id })
              .update({ fence: 77, locked_until: database.db.raw('now()') })
            await until('the handler is told', () => task.signal.aborted)
          }
          await task.settle(trx)
        }),
      )
      await queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
      await until('both runs have ended', () => outcomes.length === 2)
      expect(outcomes.sort()).toEqual(['done', 'fenced'])
      expect(await bench.effectsOf(uniqueId)).toBe(1)
    })

    it('gives up a handler that never ends, and tries its task again in the same slot', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ leaseMs: 300, timeLimitMs: 300, concurrency: 1 })
      const told: string[] = []
      queue.work(kind, async (task) => {
        if (task.attempt > 1) return
        task.signal.addEventListener('abort', () => told.push(task.uniqueId))
        await new Promise(() => undefined)
      })
      await queue.enqueue(database.db, kind, { uniqueId: 'endless', data: { text: '' } })
      await until('the second attempt went well', async () => (await bench.stateOf(kind, 'endless')) === 'done')
      expect(told).toEqual(['endless'])
    })

    it('keeps its leases although handlers hold every connection of the pool', async () => {
      const queue = bench.aQueue()
      const kind = exampleKind({ leaseMs: 300, concurrency: 10 })
      const outcomes: string[] = []
      queue.work(kind, (task) =>
        inTransaction(database.db, async (trx) => {
          await trx.raw('select pg_sleep(0.7)')
          await task.settle(trx)
          outcomes.push(task.uniqueId)
        }),
      )
      const wanted = Array.from({ length: 10 }, (_, i) => ({ uniqueId: `n${i}`, data: { text: '' } }))
      await queue.enqueueAll(database.db, kind, wanted)
      await until('all have run', () => outcomes.length >= 10)
      expect(new Set(outcomes).size).toBe(10)
      expect(outcomes.length).toBe(10)
    })
  })
})
