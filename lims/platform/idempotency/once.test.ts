import { createHash } from 'node:crypto'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../db/transaction.ts'
import { once, type Effect } from './once.ts'
import { keepAnswer } from './store.ts'
import { idempotencyGrants, idempotencyTables } from './tables.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await openTestDatabase({
    ...{ schema: 'try', role: 'ils_lims', grants: { ...idempotencyGrants, things: 'select, insert', named: 'insert' } },
    migrations: [
      {
        id: '0001-once',
        sql: `${idempotencyTables} create table things (id integer); create table named (id integer primary key)`,
      },
    ],
  })
})
afterAll(() => database.close())

const BODY = Buffer.from('{}')
const asked = (idempotencyKey: string) => ({
  ...{ scope: 'ann POST /things', idempotencyKey, rawBody: BODY, authorization: 'Bearer x' },
})
const made = (text: string): Effect => ({ status: 201, headers: {}, text, textWithoutSecrets: text })
const countThings = async () => (await database.db('things').select()).length

it('a twin that ends between a look and a lock leaves one effect, and its answer is given', async () => {
  const bodyHash = createHash('sha256').update(BODY).digest('hex')
  let tries = 0
  const outcome = await once(database.db, asked('twin'), async (trx) => {
    tries++
    await trx('things').insert({ id: 1 })
    // As if the twin had ended after this one looked: it needs no lock to be there.
    const twin = { bodyHash, status: 201, headers: {}, text: '"of the twin"', sealed: null }
    await inTransaction(database.db, (other) => keepAnswer(other, asked('twin').scope, 'twin', twin))
    return made('"mine"')
  })
  expect(outcome).toEqual({ status: 201, headers: {}, text: '"of the twin"', replayed: true })
  expect(tries).toBe(1)
  expect(await countThings()).toBe(0)
})

it('two at once: one is carried out, the other is told so or gets its answer', async () => {
  const before = await countThings()
  const carriedOut = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      once(database.db, asked('many'), async (trx) => {
        await trx('things').insert({ id: 2 })
        return made('"one"')
      }),
    ),
  )
  const answers = carriedOut.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['"one"']))
  for (const one of carriedOut) {
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'idempotency_in_flight' })
  }
  expect(await countThings()).toBe(before + 1)
})

it('what was kept of another table is no twin', async () => {
  let tries = 0
  const failing = once(database.db, asked('other'), async (trx) => {
    tries++
    await trx('named').insert([{ id: 1 }, { id: 1 }])
    return made('""')
  })
  await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'named_pkey' })
  expect(tries).toBe(1)
})
