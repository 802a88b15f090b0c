import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@ils/testing/condition'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { findBinaries } from './find-binaries.ts'
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './start-embedded-postgres.ts'

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ils-embedded-')))
let running: EmbeddedPostgres[] = []
let folders = 0

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()))
  running = []
})
afterAll(() => {
  rmSync(parent, { recursive: true, force: true })
})

const newFolder = (): string => join(parent, `data-${++folders}`)

async function start(dataFolder: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataFolder, ...more, settings: { fsync: 'off', ...more.settings } })
  running.push(postgres)
  return postgres
}

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a first start', () => {
  it('keeps what is secret in files that only its owner reads', async () => {
    const folder = newFolder()
    await start(folder)
    for (const file of ['postgres-passwords.json', 'connection.json'])
      expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
    expect(readdirSync(join(folder, 'postgres')).filter((name) => /password|half/.test(name))).toEqual([])
  })

  it('keeps values of rows out of the log of Postgres', async () => {
    const folder = newFolder()
    const postgres = await start(folder)
    await ask(
      postgres.ownerUrl,
      "create table people (name text primary key); insert into people values ('Ada Lovelace')",
    )
    await expect(ask(postgres.ownerUrl, "insert into people values ('Ada Lovelace')")).rejects.toMatchObject({
      code: '23505',
    })
    const log = await until('it is logged', () =>
      [readFileSync(join(folder, 'logs', 'postgres.log'), 'utf8')].find((text) => text.includes('people_pkey')),
    )
    expect(log).not.toContain('Lovelace')
  })
})

describe('a later start', () => {
  it('stages again what a power cut left unreadable', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    writeFileSync(join(folder, 'postgres', `postgres-${findBinaries().version}`, 'bin', 'postgres'), '')
    expect(await ask((await start(folder)).ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('says so when the passwords are lost or damaged, and makes no new ones that open nothing', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    const file = join(folder, 'postgres-passwords.json')
    const kept = readFileSync(file, 'utf8')
    writeFileSync(file, kept.slice(0, 40))
    await expect(start(folder)).rejects.toThrow(/passwords of the database are damaged/)
    rmSync(file)
    await expect(start(folder)).rejects.toThrow(/passwords of the database are missing/)
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, kept)
    await start(folder)
  })

  it('survives the connection file and the pid file of a killed one, also when the number is another program’s now', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    writeFileSync(join(folder, 'connection.json'), '{"port": 1')
    writeFileSync(
      join(folder, 'postgres', 'data', 'postmaster.pid'),
      `${process.pid}\n${join(folder, 'postgres', 'data')}\n1\n4650\n\n127.0.0.1\n\n`,
    )
    const postgres = await start(folder)
    expect(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'))).toMatchObject({
      ownerUrl: postgres.ownerUrl,
      pid: postgres.pid,
    })
  })
})

describe('a port', () => {
  it('that somebody took in the last moment is not waited for: another is, and is remembered', async () => {
    const other = createServer()
    const taken = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        resolve((other.address() as AddressInfo).port) // of a server on TCP
      })
    })
    const folder = newFolder()
    const postgres = await start(folder, { findPort: () => Promise.resolve(taken) })
    other.close()
    expect(postgres.port).not.toBe(taken)
    expect(Number(readFileSync(join(folder, 'postgres-port'), 'utf8'))).toBe(postgres.port)
    expect(await ask(postgres.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('a second start on the same folder', () => {
  it('is let in once by two at the same moment', async () => {
    const folder = newFolder()
    const both = await Promise.allSettled([start(folder), start(folder)])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a disk', () => {
  it('with too little room is refused before anything is written on it', async () => {
    const folder = newFolder()
    await expect(start(folder, { freeBytes: () => 299 * 1024 * 1024 })).rejects.toThrow(
      /has 299 MiB left and ILS needs 300 MiB/,
    )
    expect(readdirSync(folder)).toEqual([])
    await (await start(folder, { freeBytes: () => 300 * 1024 * 1024 })).stop()
    await start(folder, { freeBytes: () => 101 * 1024 * 1024 })
  })

  it('that is full says so in words', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const folder = newFolder()
    const refused = start(folder, {
      freeBytes: () => {
        throw full
      },
    })
    await expect(refused).rejects.toThrow(`The disk of ${folder} is full: make room and start again.`)
    expect(existsSync(join(folder, 'lock'))).toBe(false)
  })
})

describe('a stop', () => {
  it('sends away who is connected and does not wait for them, once or twice, and leaves no process', async () => {
    const folder = newFolder()
    const postgres = await start(folder)
    const client = new pg.Client({ connectionString: postgres.databaseUrl })
    const errors: unknown[] = []
    client.on('error', (error) => errors.push(error))
    await client.connect()
    await Promise.all([postgres.stop(), postgres.stop()])
    await until('it heard of its end', () => errors.length > 0)
    expect(errors[0]).toMatchObject({ code: '57P01' })
    expect(() => process.kill(postgres.postmaster, 0)).toThrow('ESRCH')
    await postgres.gone
  })

  it('that nobody asked for is noticed', async () => {
    const postgres = await start(newFolder())
    process.kill(postgres.postmaster, 'SIGQUIT')
    await postgres.gone
  })
})
