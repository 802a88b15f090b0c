import { capturedLog } from '@ils/testing/captured-log'
import { until } from '@ils/testing/condition'
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../log/log.ts'
import { openDatabase } from './database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { openListener } from './listen.ts'
import { mayMigrate, migrate, missingMigrations, type Migration } from './migrate.ts'
import { pageOf, readPosition, writePosition } from './page.ts'
import { afterCommit, inTransaction, isRunAgain, NotAsExpected } from './transaction.ts'
import { wake, wakeAfterCommit } from './wake.ts'

const tables: Migration = {
  id: '0001-things',
  sql: 'create table things (id text primary key, n bigint not null, at timestamptz not null default now()); create sequence s;',
}
const grants = { things: 'select, insert, update' }
let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({ schema: 'try', role: 'ils_lims', migrations: [tables], grants })
})
afterAll(() => database.close())

describe('migrations', () => {
  const base = { schema: 'lab', role: 'ils_lims', grants: { a: 'select' }, log: silentLog }
  const one: Migration = { id: '0001', sql: 'create table a (id integer primary key)' }
  const two: Migration = { id: '0002', sql: 'alter table a add column name text' }

  it('run once, in order, however many processes start at the same moment', async () => {
    const empty = await openEmptyDatabase('ils_lims')
    const runs = await Promise.all(
      Array.from({ length: 5 }, () => migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one, two] })),
    )
    expect(runs.flat()).toEqual(['0001', '0002'])
    expect(await missingMigrations(empty.url, 'lab', [one, two])).toEqual([])
    await empty.close()
  })

  it('change nothing when one of them fails, and go on from there', async () => {
    const empty = await openEmptyDatabase('ils_lims')
    const broken = { id: '0002', sql: 'alter table a add column name text; select 1/0' }
    await expect(migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one, broken] })).rejects.toThrow(
      'migration 0002 failed and changed nothing',
    )
    expect(await missingMigrations(empty.ownerUrl, 'lab', [one, two])).toEqual(['0002'])
    expect(await migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one, two] })).toEqual(['0002'])
    await empty.close()
  })

  it('notice a text that was edited after it ran, and a database that is newer than the program', async () => {
    const empty = await openEmptyDatabase('ils_lims')
    await migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one, two] })
    await expect(
      migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [{ ...one, sql: `${one.sql} ` }, two] }),
    ).rejects.toThrow('was edited')
    await expect(migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one] })).rejects.toThrow(
      'run a newer version',
    )
    await empty.close()
  })

  it('give the application its grants and nothing more', async () => {
    const empty = await openEmptyDatabase('ils_lims')
    expect(await missingMigrations(empty.url, 'lab', [one, two])).toEqual(['0001', '0002'])
    await migrate({ ...base, ownerUrl: empty.ownerUrl, migrations: [one] })
    expect(await mayMigrate(empty.url, 'lab')).toBe(false)
    expect(await mayMigrate(empty.ownerUrl, 'lab')).toBe(true)
    const app = openDatabase({ url: empty.url, applicationName: 'test', schema: 'lab' })
    expect(await app('a')).toEqual([])
    await expect(app('a').insert({ id: 1 })).rejects.toThrow(/permission denied/)
    await expect(app.raw('create table b (id integer)')).rejects.toThrow(/permission denied/)
    await app.destroy()
    await empty.close()
  })
})

describe('a transaction', () => {
  it('keeps all of it or nothing', async () => {
    const failing = inTransaction(database.db, async (trx) => {
      await trx('things').insert({ id: 'half', n: 1 })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await database.db('things').where({ id: 'half' })).toEqual([])
  })

  it('inside another one is a part of it, and its hooks wait for the outer commit', async () => {
    const seen: string[] = []
    await inTransaction(database.db, async (outer) => {
      await inTransaction(outer, async (inner) => {
        expect(inner).toBe(outer)
        afterCommit(inner, () => seen.push('after'))
        await inner('things').insert({ id: 'joined', n: 1 })
      })
      seen.push('before')
    })
    expect(seen).toEqual(['before', 'after'])
    afterCommit(database.db, () => seen.push('at once'))
    expect(seen).toHaveLength(3)
  })

  it('that is rolled back forgets its hooks', async () => {
    const seen: string[] = []
    await inTransaction(database.db, (trx) => {
      afterCommit(trx, () => seen.push('never'))
      return Promise.reject(new Error('no'))
    }).catch(() => undefined)
    expect(seen).toEqual([])
  })

  it('that was not as expected runs again, knows it, and nothing of the first time stays', async () => {
    const seen: boolean[] = []
    await inTransaction(database.db, async (outer) => {
      await outer('things').insert({ id: `counted-on-${seen.length}`, n: 1 })
      await inTransaction(outer, (inner) => {
        seen.push(isRunAgain(inner))
        return isRunAgain(inner) ? Promise.resolve() : Promise.reject(new NotAsExpected('it is not'))
      })
    })
    expect(seen).toEqual([false, true])
    expect(await database.db('things').where('id', 'like', 'counted-on-%').select('id')).toEqual([
      { id: 'counted-on-1' },
    ])
  })

  it('runs again after a deadlock, and its effects are there once', async () => {
    await database.db('things').insert([
      { id: 'x', n: 0 },
      { id: 'y', n: 0 },
    ])
    let met = 0
    const both = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (met < 2) return
        clearInterval(look)
        resolve()
      }, 1)
    })
    const cross = (first: string, second: string) =>
      inTransaction(database.db, async (trx) => {
        await trx('things').where({ id: first }).increment('n', 1)
        met++
        await both
        await trx('things').where({ id: second }).increment('n', 1)
      })
    await Promise.all([cross('x', 'y'), cross('y', 'x')])
    expect(met).toBeGreaterThan(2)
    expect((await database.db<{ n: number }>('things').whereIn('id', ['x', 'y'])).map((row) => row.n)).toEqual([2, 2])
  })

  it('carries out in their order what is asked for together, tells of the first that fails, and keeps nothing of it', async () => {
    const together = (second: string) =>
      inTransaction(database.db, (trx) =>
        Promise.all([
          trx.raw('insert into things (id, n) values (?, 1)', ['p']),
          trx.raw(second, ['p']),
          trx.raw<{ rows: { n: number }[] }>('select n from things where id = ?', ['p']),
        ]),
      )
    await expect(together('insert into things (id, n) values (?, 2)')).rejects.toThrow(/duplicate key/)
    expect(await database.db('things').where({ id: 'p' })).toEqual([])
    const [, , read] = await together('update things set n = n + 1 where id = ?')
    expect(read.rows).toEqual([{ n: 2 }])
  })

  it('reads whole numbers as numbers and refuses what would lose digits', async () => {
    const { rows } = await database.db.raw<{ rows: { n: number; at: Date }[] }>(
      "select 9007199254740991::bigint as n, timestamptz '2026-01-01Z' as at",
    )
    expect(rows[0]).toEqual({ n: 9007199254740991, at: new Date('2026-01-01T00:00:00Z') })
    await expect(database.db.raw('select 9007199254740993::bigint as n')).rejects.toThrow(/does not fit/)
  })
})

describe('a wake-up', () => {
  it('comes after the commit, merged, and not for what was rolled back', async () => {
    const log = capturedLog()
    const listener = openListener({ url: database.url, applicationName: 'test', log })
    await until('it listens', () => listener.connected)
    let heard = 0
    listener.on('ils_test', () => heard++)
    const { rows } = await database.db.raw<{ rows: { pid: number }[] }>(
      "select pid from pg_stat_activity where application_name = 'test listen'",
    )
    await until('the channel is open', async () => {
      wake(database.db, 'ils_test')
      return heard > 0
    })
    const before = heard
    await inTransaction(database.db, (trx) => {
      for (let i = 0; i < 100; i++) wakeAfterCommit(database.db, trx, 'ils_test')
      return Promise.resolve()
    })
    await until('it came', () => heard > before)
    expect(heard - before).toBeLessThan(10)

    const cut = heard
    await database.ownerDb.raw('select pg_terminate_backend(?)', [rows[0]?.pid ?? 0])
    await until(
      'the broken connection is noticed and opened again, and everyone looks once',
      () => heard > cut && listener.connected,
    )
    await listener.close()
    expect(listener.connected).toBe(false)
    expect(() => listener.on('not a channel"', () => undefined)).toThrow('not a channel name')
  })

  it('waits for a database that is not there yet, and says so once per try', async () => {
    const log = capturedLog()
    const listener = openListener({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'test', log })
    await until('the first try failed', () => log.lines.length > 0)
    expect(listener.connected).toBe(false)
    await listener.close()
  })
})

describe('a page', () => {
  it('carries its position through text and back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string().filter((s) => !s.includes('\0')),
            fc.maxSafeInteger(),
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (position) => {
          expect(readPosition(writePosition(position), position.length)).toEqual(position)
        },
      ),
    )
  })

  it.each([
    'nonsense',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('["a\\u0000","b"]').toString('base64url'),
  ])('refuses a position that it did not write: %s', (after) => {
    expect(() => readPosition(after, 2)).toThrow('must be the `next` of an earlier page')
  })

  it('says that there is more only when there is', () => {
    expect(pageOf([1, 2, 3], 3, (n) => [n], String)).toEqual({ items: ['1', '2', '3'], next: null })
    expect(pageOf([1, 2, 3, 4], 3, (n) => [n], String)).toEqual({ items: ['1', '2', '3'], next: writePosition([3]) })
    expect(pageOf([], 3, (n: number) => [n], String)).toEqual({ items: [], next: null })
  })
})

describe('an inspection', () => {
  it('tells an application that is guarded from one that is not', async () => {
    await expect(inspectDatabase(database.url, 'try')).resolves.toMatchObject({
      major: expect.any(Number) as number,
      role: 'ils_lims',
      unguarded: false,
    })
  })
})
