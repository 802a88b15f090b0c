import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@ils/testing/condition'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { guardsOf, killAll, startOwner, wholeTree, type OwnerProcess } from './example-process.ts'
import { processesIn } from './find-processes.ts'

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ils-embedded-crash-')))
let started: OwnerProcess[] = []

afterEach(async () => {
  for (const owner of started) if (owner.child.exitCode === null) owner.child.kill('SIGTERM')
  await Promise.all(started.map((owner) => owner.gone))
  started = []
})
afterAll(() => {
  rmSync(parent, { recursive: true, force: true })
})

const dataIn = (folder: string): string => join(folder, 'postgres', 'data')

async function owner(dataFolder: string): Promise<OwnerProcess> {
  const process = await startOwner({ dataFolder })
  started.push(process)
  return process
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function rowsOf(url: string): Promise<Set<number>> {
  const client = await connect(url)
  const { rows } = await client.query<{ n: number }>('select n from written')
  await client.end()
  return new Set(rows.map((row) => row.n))
}

// Whom to kill is found in /proc.
describe.skipIf(process.platform !== 'linux')('after kill -9', () => {
  it('of Node alone, Postgres stops by itself', async () => {
    const folder = join(parent, 'node')
    const now = await owner(folder)
    killAll([now.child.pid ?? 0])
    await until('Postgres has stopped', () => processesIn(dataIn(folder))?.length === 0, { withinMs: 5000 })
  })

  it('of Node and the guards, the next start ends the Postgres that nobody has any more', async () => {
    const folder = join(parent, 'guards')
    const now = await owner(folder)
    const client = await connect(now.ownerUrl)
    await client.query('create table written as select 1 as n')
    killAll([...guardsOf(now.postmaster), now.child.pid ?? 0])
    await now.gone
    expect(processesIn(dataIn(folder))).toContain(now.postmaster)
    const after = await owner(folder)
    expect(processesIn(dataIn(folder))).not.toContain(now.postmaster)
    expect(await rowsOf(after.ownerUrl)).toEqual(new Set([1]))
  })

  it('of everything but a busy connection, the next start ends that too', async () => {
    const folder = join(parent, 'backend')
    const now = await owner(folder)
    const client = await connect(now.ownerUrl)
    const busy = client.query('select sum(n) from generate_series(1, 2000000000) n').catch(() => 'cut off')
    const watcher = await connect(now.ownerUrl)
    const { pid } = await until('it is busy', async () => {
      const { rows } = await watcher.query<{ pid: number }>(
        "select pid from pg_stat_activity where state = 'active' and query like '%generate_series(1, 2000000000)%' and pid <> pg_backend_pid()",
      )
      return rows[0]
    })
    killAll(wholeTree(now, dataIn(folder)).filter((other) => other !== pid))
    await now.gone
    await until('it is alone', () => String(processesIn(dataIn(folder))) === String(pid))
    await owner(folder)
    expect(await busy).toBe('cut off')
    expect(processesIn(dataIn(folder))).not.toContain(pid)
  })
})
