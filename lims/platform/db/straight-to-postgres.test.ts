import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { askPrepared } from './ask-prepared.ts'
import { beginAtOnce } from './begin-at-once.ts'
import { openDatabase, type Trx } from './database.ts'
import { afterCommit, askLast, inTransaction } from './transaction.ts'

/** What a connection of pg has, in private. */
interface Connection {
  readonly connection: { readonly stream: { _writev: () => void; _write: () => void } }
}

const sql = 'create table things (id text primary key, n integer not null)'
let database: TestDatabase
beforeAll(async () => {
  const grants = { things: 'select, insert, update' }
  database = await openTestDatabase({ schema: 'straight', role: 'ils_lims', migrations: [{ id: '0001', sql }], grants })
})
afterAll(() => database.close())

const put = (id: string, n: number) => ({
  ...{ name: 'put', text: 'insert into things (id, n) values ($1, $2)', values: [id, n] },
})
const ids = async (): Promise<string[]> => database.db<{ id: string }>('things').orderBy('id').pluck('id')

describe('a statement that is given to the connection as it is', () => {
  it('is a part of its transaction, and none once that is over', async () => {
    let over: Trx | undefined
    const gone = inTransaction(database.db, async (trx) => {
      over = trx
      await askPrepared(trx, put('of one that fails', 1))
      throw new Error('it fails')
    })
    await expect(gone).rejects.toThrow('it fails')
    expect(await ids()).toEqual([])
    const after = askPrepared(over ?? database.db, put('too late', 1))
    await expect(after).rejects.toThrow('put was asked after its transaction was over')
    expect(await ids()).toEqual([])
  })

  it('answers rows, says what is wrong by its code, and gives its connection back', async () => {
    const db = openDatabase({ url: database.url, applicationName: 'one only', schema: 'straight', poolMax: 1 })
    await askPrepared(db, put('alone', 7))
    const asked = { name: 'find', text: 'select n from things where id = $1', values: ['alone'] }
    expect(await askPrepared<{ n: number }>(db, asked)).toEqual([{ n: 7 }])
    await expect(askPrepared(db, put('alone', 8))).rejects.toMatchObject({ code: '23505' })
    expect(await askPrepared<{ n: number }>(db, asked)).toEqual([{ n: 7 }])
    await db.destroy()
  })
})

describe('the last statement of a transaction', () => {
  it('stands with the rest of it', async () => {
    let committed = false
    await inTransaction(database.db, async (trx) => {
      await askPrepared(trx, put('first', 1))
      afterCommit(trx, () => (committed = true))
      await askLast(trx, put('last', 2))
    })
    expect(committed).toBe(true)
    expect(await ids()).toEqual(expect.arrayContaining(['first', 'last']))
  })

  it('fails with all of it: the commit that went out behind it commits nothing', async () => {
    await askPrepared(database.db, put('taken', 1))
    let committed = false
    const failing = inTransaction(database.db, async (trx) => {
      await askPrepared(trx, put('with the one that is taken', 1))
      afterCommit(trx, () => (committed = true))
      await askLast(trx, put('taken', 2))
      return 'done'
    })
    await expect(failing).rejects.toMatchObject({ code: '23505' })
    expect(committed).toBe(false)
    expect(await ids()).not.toContain('with the one that is taken')
  })
})

describe('a whole transaction', () => {
  it('takes one write for what begins it and one for what ends it', async () => {
    const db = openDatabase({ url: database.url, applicationName: 'counted', schema: 'straight', poolMax: 1 })
    const client = db.client as {
      acquireConnection(): Promise<Connection>
      releaseConnection(one: Connection): unknown
    } // knex says nothing of it.
    const connection = await client.acquireConnection()
    await client.releaseConnection(connection)
    const { stream } = connection.connection
    const [many, one] = [vi.spyOn(stream, '_writev'), vi.spyOn(stream, '_write')]
    await inTransaction(db, async (trx) => {
      await Promise.all([askPrepared(trx, put('counted 1', 1)), askPrepared(trx, put('counted 2', 2))])
      await askLast(trx, put('counted 3', 3))
    })
    expect(many.mock.calls.length + one.mock.calls.length).toBe(2)
    await db.destroy()
    expect(await ids()).toEqual(expect.arrayContaining(['counted 1', 'counted 2', 'counted 3']))
  })
})

describe('BEGIN', () => {
  /** A client of pg that keeps what it is asked. */
  function client() {
    const asked: string[] = []
    const broken: Error[] = []
    let fail: ((error: Error | null) => void) | undefined
    const one = {
      connection: {
        stream: { cork: () => undefined, uncork: () => undefined, destroy: (why?: Error) => why && broken.push(why) },
      },
      query(...what: unknown[]): unknown {
        asked.push((what[0] as { text: string }).text) // As it is asked below.
        fail = what[1] as typeof fail // As pg is called.
        return undefined
      },
    }
    beginAtOnce(one)
    return { one, asked, broken, failWith: (error: Error) => fail?.(error) }
  }

  it('is answered before Postgres has, and asked of it all the same', () => {
    const { one, asked } = client()
    const answers: unknown[] = []
    one.query({ text: 'BEGIN;' }, (error: Error | null, result: { command: string }) =>
      answers.push(error, result.command),
    )
    expect(answers).toEqual([null, 'BEGIN'])
    one.query({ text: 'select 1' }, () => answers.push('of the other'))
    expect(asked).toEqual(['BEGIN;', 'select 1'])
    expect(answers).toHaveLength(2)
  })

  it('that fails breaks the connection off, so that nothing is done outside a transaction', () => {
    const { one, broken, failWith } = client()
    one.query({ text: 'BEGIN;' }, () => undefined)
    failWith(new Error('no'))
    expect(broken.map(({ message }) => message)).toEqual(['no'])
  })
})
