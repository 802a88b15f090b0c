import pg from 'pg'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { openEmptyDatabase, openTestDatabase, type TestDatabase } from './test-database.ts'

const shelves = {
  schema: 'shelves',
  role: 'ils_shelves_example',
  migrations: [{ id: '0001', sql: 'create table shelves (id text primary key); create table closed (id text)' }],
  grants: { shelves: 'select, insert' },
}
let open: TestDatabase[] = []

async function database(): Promise<TestDatabase> {
  const one = await openTestDatabase(shelves)
  open.push(one)
  return one
}

async function onServer<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

afterEach(async () => {
  await Promise.all(open.map((one) => one.close()))
  open = []
})

describe('a database for a test file', () => {
  it('is migrated, and the application may what it was granted and no more', async () => {
    const { db, ownerDb } = await database()
    await db('shelves').insert({ id: 'A' })
    expect(await ownerDb('shelves').select()).toEqual([{ id: 'A' }])
    await expect(db('shelves').delete()).rejects.toMatchObject({ code: '42501' })
    await expect(db('closed').select()).rejects.toMatchObject({ code: '42501' })
    expect(await db.raw('select current_user as me').then((answer: { rows: unknown }) => answer.rows)).toEqual([
      { me: shelves.role },
    ])
  })

  it('is empty however many are opened at once, from one template', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, database))
    await all[0]?.db('shelves').insert({ id: 'mine' })
    expect(await all[1]?.db('shelves').select()).toEqual([])
    expect(new Set(all.map((one) => one.url)).size).toBe(4)
  })

  it('is gone when it is closed, also while somebody is connected', async () => {
    const one = await openTestDatabase(shelves)
    const name = new URL(one.url).pathname.slice(1)
    const left = new pg.Client({ connectionString: one.ownerUrl })
    left.on('error', () => undefined)
    await left.connect()
    await one.close()
    expect(await onServer(`select from pg_database where datname = '${name}'`)).toEqual([])
  })
})

it('a server where a role has work of its own keeps the password of that role', async () => {
  const role = 'ils_lab_example'
  await onServer(`create role ${role} login password 'of the lab'`)
  await onServer('create database lab_example')
  await onServer(`grant connect on database lab_example to ${role}`)
  try {
    const opening = openEmptyDatabase(role)
    if (inject('serverIsOurs')) await (await opening).close()
    else await expect(opening).rejects.toThrow(/already has a role ils_lab_example that tests did not make/)
  } finally {
    await onServer('drop database lab_example')
    await onServer(`drop role ${role}`)
  }
})
