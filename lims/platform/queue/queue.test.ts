import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { systemClock } from '../clock.ts'
import { correlationId, withCorrelation } from '../correlation.ts'
import { inTransaction } from '../db/transaction.ts'
import { makeIds } from '../ids.ts'
import { silentLog } from '../log/log.ts'
import { exampleGrants, exampleKind, exampleMigrations, leaveEffect, until } from './example.ts'
import { openQueue, type QueueOptions } from './open-queue.ts'
import { openTestDatabase } from './scratch-database.ts'
import { GiveUp, type Queue } from './task.ts'

const ways = ['postgres', ...redisServers()] as const

/** One contract for every adapter. */
describe.each(ways)('the queue woken by %s', (way) => {
  let bed: Awaited<ReturnType<typeof openTestDatabase>>
  let redis: TestRedis | undefined
  let open: Queue[] = []

  beforeAll(async () => {
    bed = await openTestDatabase({ migrations: exampleMigrations, grants: exampleGrants })
    if (way !== 'postgres') redis = await startTestRedis(way)
  })
  afterEach(async () => {
    await Promise.all(open.map((queue) => queue.close({ deadlineMs: 0 })))
    open = []
  })
  afterAll(async () => {
    await redis?.kill()
    await bed.close()
  })

  function aQueue(over: Partial<QueueOptions> = {}): Queue {
    const queue = openQueue({
      db: bed.db,
      databaseUrl: bed.url,
      schema: bed.schema,
      redisUrl: redis?.url ?? null,
      ids: makeIds(systemClock),
      log: silentLog,
      ...over,
      timing: { sweepMs: 100, rescueAfterMs: 2000, ...over.timing },
    })
    open.push(queue)
    return queue
  }

  const effectsOf = async (uniqueId: string): Promise<number> =>
    Number((await bed.db('effects').where({ unique_id: uniqueId }).count({ n: '*' }))[0]?.['n'])

  const stateOf = async (kind: { name: string }, uniqueId: string): Promise<unknown> =>
    (await bed.db('tasks').where({ kind: kind.name, unique_id: uniqueId }).first('state'))?.state

  describe('asking for work', () => {
    it('runs a task once, with its data and under the correlation id of who asked', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      const runs: unknown[] = []
      queue.work(kind, async (task) => {
        runs.push({ data: task.data, attempt: task.attempt, by: correlationId(), id: task.uniqueId })
      })
      const isNew = await withCorrelation('order-17', () =>
        queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: 'print the ticket' } }),
      )
      await until(async () => (await stateOf(kind, 'a')) === 'done', 'the task is done')
      expect(isNew).toBe(true)
      expect(runs).toEqual([{ data: { text: 'print the ticket' }, attempt: 1, by: 'order-17', id: 'a' }])
    })

    it('starts within moments although the next sweep is a minute away', async () => {
      const queue = aQueue({ timing: { sweepMs: 60_000 } })
      const kind = exampleKind()
      const started: number[] = []
      queue.work(kind, async () => void started.push(performance.now()))
      // The first one shows that it listens, the second how fast.
      await queue.enqueue(bed.db, kind, { uniqueId: 'first', data: { text: '' } })
      await until(() => started.length === 1, 'the first has started')
      const askedAt = performance.now()
      await queue.enqueue(bed.db, kind, { uniqueId: 'second', data: { text: '' } })
      await until(() => started.length === 2, 'the second has started')
      expect((started[1] ?? Infinity) - askedAt).toBeLessThan(500)
    })

    it('takes the same unique id for the same task, also after it is done', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      let runs = 0
      queue.work(kind, async () => void runs++)
      const twice = { uniqueId: 'same', data: { text: '' } }
      expect(await queue.enqueue(bed.db, kind, twice)).toBe(true)
      expect(await queue.enqueue(bed.db, kind, twice)).toBe(false)
      await until(async () => (await stateOf(kind, 'same')) === 'done', 'the task is done')
      expect(await queue.enqueue(bed.db, kind, twice)).toBe(false)
      expect(await queue.enqueueAll(bed.db, kind, [twice, { ...twice, uniqueId: 'other' }])).toBe(1)
      await until(async () => (await stateOf(kind, 'other')) === 'done', 'the other is done')
      expect(runs).toBe(2)
    })

    it('lets two kinds use the same unique id', async () => {
      const queue = aQueue()
      const wanted = { uniqueId: 'same', data: { text: '' } }
      expect(await queue.enqueue(bed.db, exampleKind(), wanted)).toBe(true)
      expect(await queue.enqueue(bed.db, exampleKind(), wanted)).toBe(true)
    })

    it('knows nothing of a task whose transaction was rolled back', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      const ran: string[] = []
      queue.work(kind, async (task) => void ran.push(task.uniqueId))
      const failing = inTransaction(bed.db, async (trx) => {
        await queue.enqueue(trx, kind, { uniqueId: 'undone', data: { text: '' } })
        throw new Error('the order was refused')
      })
      await expect(failing).rejects.toThrow('refused')
      await queue.enqueue(bed.db, kind, { uniqueId: 'kept', data: { text: '' } })
      await until(async () => (await stateOf(kind, 'kept')) === 'done', 'the later task is done')
      expect(ran).toEqual(['kept'])
      expect(await stateOf(kind, 'undone')).toBeUndefined()
    })

    it('starts a task only after the transaction it was written in', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      let ran = false
      queue.work(kind, async () => void (ran = true))
      await inTransaction(bed.db, async (trx) => {
        await queue.enqueue(trx, kind, { uniqueId: 'a', data: { text: '' } })
        await queue.enqueue(bed.db, kind, { uniqueId: 'meanwhile', data: { text: '' } })
        await until(async () => (await stateOf(kind, 'meanwhile')) === 'done', 'another one is done')
        ran = false
      })
      await until(() => ran, 'it ran after the commit')
    })

    it('refuses data, delays and priorities that do not fit', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      const wrong = { text: 7 } as unknown as { text: string }
      await expect(queue.enqueue(bed.db, kind, { uniqueId: 'a', data: wrong })).rejects.toThrow('data.text')
      const data = { text: '' }
      await expect(queue.enqueue(bed.db, kind, { uniqueId: 'a', data, delayMs: -1 })).rejects.toThrow('delay')
      await expect(queue.enqueue(bed.db, kind, { uniqueId: 'a', data, priority: 5000 })).rejects.toThrow('priority')
      await expect(queue.enqueue(bed.db, kind, { uniqueId: '', data })).rejects.toThrow('unique id')
    })
  })

  describe('when and in which order', () => {
    it('keeps a delayed task until its time and starts it soon after', async () => {
      const waited: number[] = []
      // The late sweep shows that the time is kept by more than sweeps.
      const queue = aQueue({ timing: { sweepMs: 1000 }, observe: { started: (_, seconds) => waited.push(seconds) } })
      const kind = exampleKind()
      queue.work(kind, async () => undefined)
      const askedAt = performance.now()
      await queue.enqueue(bed.db, kind, { uniqueId: 'later', data: { text: '' }, delayMs: 400 })
      expect(await queue.counts(kind)).toMatchObject({ waiting: 0, delayed: 1 })
      await until(() => waited.length === 1, 'the delayed task has started')
      expect(performance.now() - askedAt).toBeGreaterThanOrEqual(399)
      expect(waited[0]).toBeLessThan(0.9)
    })

    it('starts the more urgent first, and the older first among equals', async () => {
      const queue = aQueue()
      const kind = exampleKind({ concurrency: 1 })
      const order: string[] = []
      const wanted = (uniqueId: string, priority: number) => ({ uniqueId, data: { text: '' }, priority })
      for (const one of [wanted('usual', 0), wanted('idle', 5), wanted('rush', -5), wanted('usual too', 0)])
        await queue.enqueue(bed.db, kind, one)
      queue.work(kind, async (task) => void order.push(task.uniqueId))
      await until(() => order.length === 4, 'all have run')
      expect(order).toEqual(['rush', 'usual', 'usual too', 'idle'])
    })

    it('runs no more at once than the kind allows', async () => {
      const queue = aQueue()
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
      expect(await queue.enqueueAll(bed.db, kind, wanted)).toBe(30)
      await until(() => ran === 30, 'all have run')
      expect(most).toBe(3)
    })

    it('claims nothing of a paused kind in any process until it is resumed', async () => {
      const [office, floor] = [aQueue(), aQueue()]
      const [paused, usual] = [exampleKind(), exampleKind()]
      const ran: string[] = []
      for (const queue of [office, floor]) {
        queue.work(paused, async () => void ran.push('paused kind'))
        queue.work(usual, async () => void ran.push('usual kind'))
      }
      await office.pause(paused)
      await office.enqueue(bed.db, paused, { uniqueId: 'a', data: { text: '' } })
      await office.enqueue(bed.db, usual, { uniqueId: 'a', data: { text: '' } })
      await until(() => ran.length > 0, 'the usual kind has run')
      expect(await office.counts(paused)).toMatchObject({ waiting: 1, paused: true })
      expect(ran).toEqual(['usual kind'])
      await floor.resume(paused)
      await until(() => ran.length === 2, 'the resumed kind has run')
    })

    it('hands five hundred tasks to its workers without one being left to the sweep', async () => {
      let rescued = 0
      const queue = aQueue({ timing: { sweepMs: 60_000 }, observe: { rescued: (_, count) => (rescued += count) } })
      const kind = exampleKind({ concurrency: 20 })
      let ran = 0
      queue.work(kind, async () => void ran++)
      for (let i = 0; i < 500; i++)
        await queue.enqueue(bed.db, kind, { uniqueId: `n${i}`, data: { text: '' }, delayMs: i % 10 === 0 ? 50 : 0 })
      await until(async () => (await queue.counts(kind)).waiting === 0 && ran === 500, 'all have run')
      expect(rescued).toBe(0)
    })
  })

  describe('failures', () => {
    it('tries again after growing pauses', async () => {
      const queue = aQueue()
      const kind = exampleKind({ attempts: 4, backoff: { baseMs: 100, factor: 3, mostMs: 400 } })
      const at: number[] = []
      queue.work(kind, async (task) => {
        at.push(performance.now())
        if (task.attempt < 4) throw new Error('the printer is out of paper')
      })
      await queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until(async () => (await stateOf(kind, 'a')) === 'done', 'the fourth attempt went well')
      const pauses = at.slice(1).map((time, i) => time - (at[i] ?? 0))
      expect(pauses[0]).toBeGreaterThanOrEqual(74)
      expect(pauses[1]).toBeGreaterThanOrEqual(224)
      expect(pauses[2]).toBeGreaterThanOrEqual(299)
      expect(pauses[2]).toBeLessThan(1500)
    })

    it('keeps what failed at every attempt as a dead letter, which can be retried or removed', async () => {
      const outcomes: string[] = []
      const queue = aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind({ attempts: 2 })
      let paper = false
      queue.work(kind, async () => {
        if (!paper) throw new Error(`out of paper at http://printer:secret-word@floor/`)
      })
      await queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: 'A' } })
      await until(async () => (await queue.counts(kind)).dead === 1, 'it is dead')
      expect(outcomes).toEqual(['retry', 'dead'])
      const [letter] = (await queue.deadLetters(kind, { limit: 10 })).items
      expect(letter).toMatchObject({ uniqueId: 'a', data: { text: 'A' }, attempts: 2 })
      expect(letter?.lastError).toContain('out of paper')
      expect(letter?.lastError).not.toContain('secret-word')

      const id = letter?.id ?? ''
      expect(await queue.retry(id)).toBe(true)
      await until(async () => (await queue.counts(kind)).dead === 1 && outcomes.length === 4, 'it is dead again')
      paper = true
      expect(await queue.retry(id)).toBe(true)
      await until(async () => (await stateOf(kind, 'a')) === 'done', 'it went well at last')
      expect(await queue.retry(id)).toBe(false)
      expect(await queue.remove(id)).toBe(false)
    })

    it('frees the unique id of a dead letter that is removed', async () => {
      const queue = aQueue()
      const kind = exampleKind({ attempts: 1 })
      queue.work(kind, () => Promise.reject(new Error('no')))
      const wanted = { uniqueId: 'a', data: { text: '' } }
      await queue.enqueue(bed.db, kind, wanted)
      await until(async () => (await queue.counts(kind)).dead === 1, 'it is dead')
      expect(await queue.enqueue(bed.db, kind, wanted)).toBe(false)
      const [letter] = (await queue.deadLetters(kind, { limit: 1 })).items
      expect(await queue.remove(letter?.id ?? '')).toBe(true)
      expect(await queue.enqueue(bed.db, kind, wanted)).toBe(true)
    })

    it('pages dead letters with the newest first', async () => {
      const queue = aQueue()
      const kind = exampleKind({ attempts: 1, concurrency: 1 })
      queue.work(kind, () => Promise.reject(new Error('no')))
      for (const uniqueId of ['a', 'b', 'c']) await queue.enqueue(bed.db, kind, { uniqueId, data: { text: '' } })
      await until(async () => (await queue.counts(kind)).dead === 3, 'all are dead')
      const first = await queue.deadLetters(kind, { limit: 2 })
      expect(first.items.map((one) => one.uniqueId)).toEqual(['c', 'b'])
      const rest = await queue.deadLetters(kind, { limit: 2, after: first.next ?? '' })
      expect(rest.items.map((one) => one.uniqueId)).toEqual(['a'])
      expect(rest.next).toBeNull()
    })

    it('does not try again what its handler gives up', async () => {
      const queue = aQueue()
      const kind = exampleKind({ attempts: 5 })
      let runs = 0
      queue.work(kind, async () => {
        runs++
        throw new GiveUp('the receiver is gone for good')
      })
      await queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until(async () => (await queue.counts(kind)).dead === 1, 'it is dead')
      expect(runs).toBe(1)
    })

    it('puts aside a task whose data this version does not understand', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      let runs = 0
      await queue.pause(kind)
      await queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: '' } })
      await bed.db('tasks').where({ kind: kind.name }).update({ data: '{"words": 3}' })
      queue.work(kind, async () => void runs++)
      await queue.resume(kind)
      await until(async () => (await queue.counts(kind)).dead === 1, 'it is dead')
      expect(runs).toBe(0)
    })
  })

  describe('one effect', () => {
    it('keeps an effect and its mark together, or neither', async () => {
      const queue = aQueue()
      const kind = exampleKind()
      queue.work(kind, (task) =>
        inTransaction(bed.db, async (trx) => {
          await leaveEffect(trx, task)
          await task.settle(trx)
          if (task.attempt === 1) throw new Error('after the mark, before the commit')
        }),
      )
      const uniqueId = `${kind.name} once`
      await queue.enqueue(bed.db, kind, { uniqueId, data: { text: '' } })
      await until(async () => (await stateOf(kind, uniqueId)) === 'done', 'the second attempt went well')
      expect(await effectsOf(uniqueId)).toBe(1)
    })

    it('does not undo or repeat what was settled when the handler fails afterwards', async () => {
      const outcomes: string[] = []
      const queue = aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind()
      queue.work(kind, async (task) => {
        await inTransaction(bed.db, (trx) => task.settle(trx))
        throw new Error('too late to matter')
      })
      await queue.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: '' } })
      await until(() => outcomes.length > 0, 'it has ended')
      expect(outcomes).toEqual(['done'])
      expect(await stateOf(kind, 'a')).toBe('done')
    })

    it('leaves a task alone that takes longer than its lease while its worker is alive', async () => {
      const queues = [aQueue(), aQueue()]
      const kind = exampleKind({ leaseMs: 300 })
      let runs = 0
      for (const queue of queues)
        queue.work(kind, async () => {
          runs++
          await new Promise((resolve) => setTimeout(resolve, 1200))
        })
      await queues[0]?.enqueue(bed.db, kind, { uniqueId: 'long', data: { text: '' } })
      await until(async () => (await stateOf(kind, 'long')) === 'done', 'it is done')
      expect(runs).toBe(1)
    })

    it('tells a handler whose task was taken over, and rolls back what it settles', async () => {
      const outcomes: string[] = []
      const queue = aQueue({ observe: { finished: (_, outcome) => outcomes.push(outcome) } })
      const kind = exampleKind({ leaseMs: 300 })
      const uniqueId = `${kind.name} taken`
      queue.work(kind, (task) =>
        inTransaction(bed.db, async (trx) => {
          await leaveEffect(trx, task)
          if (task.attempt === 1) {
            // As if this process had been away for long, and another had claimed it.
            await bed.db('tasks').where({ id: task.id }).update({ fence: 77, locked_until: bed.db.raw('now()') })
            await until(() => task.signal.aborted, 'the handler is told')
          }
          await task.settle(trx)
        }),
      )
      await queue.enqueue(bed.db, kind, { uniqueId, data: { text: '' } })
      await until(() => outcomes.length === 2, 'both runs have ended')
      expect(outcomes.sort()).toEqual(['done', 'fenced'])
      expect(await effectsOf(uniqueId)).toBe(1)
    })

    it('keeps its leases although handlers hold every connection of the pool', async () => {
      const queue = aQueue()
      const kind = exampleKind({ leaseMs: 300, concurrency: 10 })
      const outcomes: string[] = []
      queue.work(kind, (task) =>
        inTransaction(bed.db, async (trx) => {
          await trx.raw('select pg_sleep(0.7)')
          await task.settle(trx)
          outcomes.push(task.uniqueId)
        }),
      )
      const wanted = Array.from({ length: 10 }, (_, i) => ({ uniqueId: `n${i}`, data: { text: '' } }))
      await queue.enqueueAll(bed.db, kind, wanted)
      await until(() => outcomes.length >= 10, 'all have run')
      expect(new Set(outcomes).size).toBe(10)
      expect(outcomes.length).toBe(10)
    })
  })

  describe('the end', () => {
    it('finishes what runs and gives back the rest, which another process then runs', async () => {
      const [leaving, staying] = [aQueue(), aQueue()]
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
      await leaving.enqueue(bed.db, kind, { uniqueId: 'a', data: { text: 'short' } })
      await leaving.enqueue(bed.db, kind, { uniqueId: 'b', data: { text: 'endless' } })
      await until(async () => (await leaving.counts(kind)).active === 2, 'both run')
      const closing = leaving.close({ deadlineMs: 500 })
      release()
      await closing
      expect(finished).toEqual(['a'])
      expect(told).toEqual(['b'])
      // Given back as if it had never been tried.
      const row = await bed.db('tasks').where({ kind: kind.name, unique_id: 'b' }).first('state', 'attempts')
      expect(row).toEqual({ state: 'waiting', attempts: 0 })
      staying.work(kind, async (task) => void finished.push(`${task.uniqueId} by another`))
      await until(() => finished.length === 2, 'the other process ran it')
      expect(finished).toEqual(['a', 'b by another'])
    })

    it('forgets done tasks after the retention, and never dead ones', async () => {
      const queue = aQueue({ timing: { purgeEveryMs: 50, retentionMs: 3_600_000 } })
      const kind = exampleKind({ attempts: 1 })
      queue.work(kind, async (task) => {
        if (task.uniqueId === 'dead') throw new Error('no')
      })
      for (const uniqueId of ['dead', 'old', 'fresh']) await queue.enqueue(bed.db, kind, { uniqueId, data: { text: '' } })
      await until(async () => (await bed.db('tasks').where({ kind: kind.name }).whereNull('finished_at')).length === 0, 'over')
      await bed
        .db('tasks')
        .where({ kind: kind.name })
        .whereIn('unique_id', ['dead', 'old'])
        .update({ finished_at: bed.db.raw("now() - interval '2 hours'") })
      await until(async () => (await stateOf(kind, 'old')) === undefined, 'the old one is forgotten')
      expect(await stateOf(kind, 'fresh')).toBe('done')
      expect(await stateOf(kind, 'dead')).toBe('dead')
      expect(await queue.enqueue(bed.db, kind, { uniqueId: 'old', data: { text: '' } })).toBe(true)
    })
  })
})
