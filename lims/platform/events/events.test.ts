import { eventKind } from '@ils/contract/event'
import { until } from '@ils/testing/condition'
import { capturedLog } from '@ils/testing/captured-log'
import { openLimsDatabase } from '@ils/testing/test-lims'
import type { TestDatabase } from '@ils/testing/test-database'
import { Type } from '@sinclair/typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { system } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { systemClock } from '../clock.ts'
import { openListener, type Listener } from '../db/listen.ts'
import { inTransaction } from '../db/transaction.ts'
import { makeIds } from '../ids.ts'
import { openMetrics } from '../metrics/metrics.ts'
import { followLog } from './follow-log.ts'
import type { Reaction } from './reaction.ts'
import { record } from './record-event.ts'
import { runRelay } from './relay.ts'
import { lastPosition, readEvents, relayLag, sequence, takeRelay } from './store.ts'

const moved = eventKind({
  type: 'test.moved',
  version: 1,
  means: 'A thing moved',
  data: Type.Object({ to: Type.Integer() }, { additionalProperties: false }),
})
const other = eventKind({
  type: 'test.other',
  version: 1,
  means: 'Something else',
  data: Type.Object({}, { additionalProperties: false }),
})

let database: TestDatabase
let app: Foundation
let listener: Listener
const log = capturedLog()

beforeAll(async () => {
  database = await openLimsDatabase()
  await database.ownerDb.raw('create table effects (reaction text, event_id text, by text)')
  await database.ownerDb.raw('create table counters (name text primary key, value integer not null)')
  await database.ownerDb.raw('grant all on effects, counters to ils_lims')
  app = { db: database.db, pool: database.db, schema: 'lims', clock: systemClock, ids: makeIds(systemClock), log }
  listener = openListener({ url: database.url, applicationName: 'test', log })
})
afterAll(async () => {
  await listener.close()
  await database.close()
})

const say = (subject: string, to: number, version = to) =>
  inTransaction(app.db, (trx) =>
    record(app, trx, moved, { subject, subjectVersion: version, practice: null, data: { to } }, system('test')),
  )

const relayOf = (reactions: readonly Reaction<Foundation>[], holder = 'one', more = {}) =>
  runRelay({
    app,
    databaseUrl: database.url,
    listener,
    metrics: openMetrics({ process: false }),
    reactions,
    holder,
    sweepMs: 100,
    ...more,
  })

const remember = (
  name: string,
  fail: (attempt: number) => boolean = () => false,
): Reaction<Foundation> & { seen: string[] } => {
  const seen: string[] = []
  let attempts = 0
  return {
    name,
    on: ['test.moved'],
    seen,
    async react({ db }, event) {
      await db('effects').insert({ reaction: name, event_id: event.id, by: 'test' })
      if (fail(++attempts)) throw new Error('not yet')
      seen.push(event.subject)
    },
  }
}

describe('the event log', () => {
  it('takes nothing that is not as declared, and then the change does not happen either', async () => {
    const bad = inTransaction(app.db, async (trx) => {
      await trx('counters').insert({ name: 'bad', value: 1 })
      await record(
        app,
        trx,
        moved,
        { subject: 's', subjectVersion: 1, practice: null, data: { to: 'x' } as never },
        system('test'),
      )
    })
    await expect(bad).rejects.toThrow('test.moved is not as declared')
    expect(await app.db('counters').where({ name: 'bad' })).toEqual([])
  })

  it('says nothing of a transaction that was rolled back', async () => {
    const before = await relayLag(app.db)
    await inTransaction(app.db, async (trx) => {
      await record(app, trx, other, { subject: 's', subjectVersion: 1, practice: null, data: {} }, system('test'))
      throw new Error('undone')
    }).catch(() => undefined)
    expect((await relayLag(app.db)).waiting).toBe(before.waiting)
  })

  it('cannot be rewritten by the application, nor by its owner in passing', async () => {
    await say('fixed', 1)
    await expect(app.db('events').update({ type: 'test.forged' })).rejects.toThrow(/permission denied/)
    await expect(app.db('events').delete()).rejects.toThrow(/permission denied/)
    await expect(database.ownerDb('events').update({ type: 'test.forged' })).rejects.toThrow(/append-only/)
    await expect(database.ownerDb('events').delete()).rejects.toThrow(/append-only/)
  })

  it('has a gapless position for every event, in the order of each subject', async () => {
    const relay = relayOf([])
    await app.db('counters').insert({ name: 'lens', value: 0 })
    // Fifty writers on one row: the order of their commits is the order of its versions.
    await Promise.all(
      Array.from({ length: 50 }, () =>
        inTransaction(app.db, async (trx) => {
          const [row] = await trx('counters')
            .where({ name: 'lens' })
            .increment('value', 1)
            .returning<{ value: number }[]>('value')
          const to = row?.value ?? 0
          await record(
            app,
            trx,
            moved,
            { subject: 'lens', subjectVersion: to, practice: null, data: { to } },
            system('test'),
          )
        }),
      ),
    )
    await until('all have a position', async () => (await relayLag(app.db)).waiting === 0)
    const events = await readEvents(app.db, { after: 0, limit: 1000 })
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
    expect(await lastPosition(app.db)).toBe(events.length)
    const ofLens = events.filter((event) => event.subject === 'lens').map((event) => event.subjectVersion)
    expect(ofLens).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    await relay.close()
  })
})

describe('the relay', () => {
  it('brings each event to each reaction once, in order', async () => {
    const first = remember('first')
    const second = remember('second')
    const relay = relayOf([first, second])
    await until('the relay holds', () => relay.holding)
    await until(
      'positions are there',
      async () => (await app.db('reaction_positions').whereIn('reaction', ['first', 'second'])).length === 2,
    )
    for (let i = 1; i <= 20; i++) await say(`order-${i}`, 1)
    // A reaction sees an event before its transaction is committed: what counts are the rows.
    const rowsOf = async (reaction: string) => (await app.db('effects').where({ reaction })).length
    await until('both have taken all', async () => (await rowsOf('first')) === 20 && (await rowsOf('second')) === 20)
    expect(first.seen).toEqual(Array.from({ length: 20 }, (_, i) => `order-${i + 1}`))
    expect(second.seen).toEqual(first.seen)
    const rows = await app.db('effects').where({ reaction: 'first' })
    expect(rows).toHaveLength(20)
    await relay.close()
  })

  it('tries a failing reaction again and undoes what it did half', async () => {
    const shaky = remember('shaky', (attempt) => attempt < 3)
    const relay = relayOf([shaky], 'one', { backoffMs: [1, 1, 1] })
    await until('it stands', async () => (await app.db('reaction_positions').where({ reaction: 'shaky' })).length)
    await say('again', 1)
    await until('it came about', async () => (await app.db('effects').where({ reaction: 'shaky' })).length)
    expect(shaky.seen).toEqual(['again'])
    expect(await app.db('effects').where({ reaction: 'shaky' })).toHaveLength(1)
    await relay.close()
  })

  it('parks an event that a reaction cannot take, and goes on with the next', async () => {
    const stubborn: Reaction<Foundation> & { seen: string[] } = {
      name: 'stubborn',
      on: ['test.moved'],
      seen: [],
      react(_app, event) {
        if (event.subject === 'poison') return Promise.reject(new Error('never'))
        this.seen.push(event.subject)
        return Promise.resolve()
      },
    }
    const relay = relayOf([stubborn], 'one', { backoffMs: [1, 1] })
    await until('it stands', async () => (await app.db('reaction_positions').where({ reaction: 'stubborn' })).length)
    await say('poison', 1)
    await say('healthy', 1)
    await until('the next was taken', () => stubborn.seen.includes('healthy'))
    const parked = await app.db('reaction_failures').where({ reaction: 'stubborn' })
    expect(parked).toEqual([expect.objectContaining({ attempts: 3 })])
    expect(log.lines.some((line) => line['level'] === 'error' && line['reaction'] === 'stubborn')).toBe(true)
    await relay.close()
  })

  it('is held by one of two at any time, and taken over when that one dies', async () => {
    const reigns = () => log.lines.filter((line) => line['msg'] === 'holding the relay').length
    const before = reigns()
    let holding = 0
    let most = 0
    const watch = (name: string): Reaction<Foundation> => ({
      name: 'watch',
      on: ['test.moved'],
      async react({ db }, event) {
        most = Math.max(most, ++holding)
        await db('effects').insert({ reaction: 'watch', event_id: event.id, by: name })
        holding--
      },
    })
    const one = relayOf([watch('one')], 'one')
    await until('one holds', () => one.holding)
    await until('it stands', async () => (await app.db('reaction_positions').where({ reaction: 'watch' })).length)
    const two = relayOf([watch('two')], 'two')
    const saying = (async () => {
      for (let i = 1; i <= 60; i++) {
        await say(`watch-${i}`, 1)
        expect(one.holding && two.holding).toBe(false)
        // The connection that holds is cut, as by a crash; the other one takes over.
        if (i === 20 || i === 40) {
          await database.ownerDb.raw(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ils relay:lims' and datname = current_database() and wait_event_type = 'Client' and pid in (select pid from pg_locks where locktype = 'advisory' and granted)",
          )
        }
      }
    })()
    await saying
    await until('all were taken', async () => (await app.db('effects').where({ reaction: 'watch' })).length === 60)
    const rows = (await app.db('effects').where({ reaction: 'watch' })) as { event_id: string }[]
    expect(new Set(rows.map((row) => row.event_id)).size).toBe(60)
    expect(most).toBe(1)
    expect(reigns() - before).toBeGreaterThanOrEqual(2)
    await Promise.all([one.close(), two.close()])
  })

  it('gives no position for a holder that was fenced off', async () => {
    const old = await takeRelay(app.db, 'old')
    await takeRelay(app.db, 'new')
    await say('fenced', 1)
    expect(await sequence(app.db, old, 10, 'ils_log_lims')).toEqual({ fenced: true })
    const [event] = await app.db<{ seq: number | null; subject: string }>('events').where({ subject: 'fenced' })
    expect(event?.seq).toBeNull()
  })

  it('hears of what was said while nobody listened', async () => {
    await say('unheard', 1)
    const late = remember('late')
    await app.db.raw("insert into reaction_positions (reaction, seq) select 'late', last_seq from relay")
    const relay = relayOf([late])
    await until('it was found', () => late.seen.includes('unheard'))
    await relay.close()
  })
})

describe('who follows the log', () => {
  it('waits for news and is told at once', async () => {
    const relay = relayOf([])
    await until('the relay holds', () => relay.holding)
    const follower = followLog(app, listener)
    const position = await lastPosition(app.db)
    const never = new AbortController().signal
    expect(await follower.waitPast(position, 50, never)).toBe(false)
    const told: number[] = []
    const stop = follower.subscribe((now) => told.push(now))
    const waiting = follower.waitPast(position, 5000, never)
    await say('news', 1)
    expect(await waiting).toBe(true)
    stop()
    expect(told).toEqual([position + 1])
    expect(await follower.waitPast(position, 5000, never)).toBe(true)
    const gone = new AbortController()
    const given = follower.waitPast(position + 1, 5000, gone.signal)
    gone.abort()
    expect(await given).toBe(false)
    follower.close()
    await relay.close()
  })

  it('asks how far it is once for all that begin to wait at the same time, and tells each', async () => {
    const relay = relayOf([])
    await until('the relay holds', () => relay.holding)
    const follower = followLog(app, listener)
    const position = await lastPosition(app.db)
    let asked = 0
    const note = ({ sql }: { sql: string }): void => {
      if (sql.includes('from "relay"')) asked++
    }
    app.pool.on('query', note)
    const over = new AbortController()
    const waiting = Array.from({ length: 200 }, () => follower.waitPast(position, 10_000, over.signal))
    await say('news', 1)
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => true))
    app.pool.off('query', note)
    expect(asked).toBeLessThanOrEqual(4)
    follower.close()
    await relay.close()
  })
})
