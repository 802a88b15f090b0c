import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startOwner } from './example-process.ts'
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './start-embedded-postgres.ts'

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'ils-embedded-places-')))
chmodSync(parent, 0o755)
let running: EmbeddedPostgres[] = []
let folders = 0

afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()))
  running = []
})
afterAll(() => {
  rmSync(parent, { recursive: true, force: true })
})

const isRoot = process.getuid?.() === 0
const nobody = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout)
const userns =
  isRoot && spawnSync('unshare', ['--user', '--map-user=65534', '--map-group=65534', '--', 'true']).status === 0
const repository = fileURLToPath(new URL('../../..', import.meta.url))
const nobodyReads = isRoot && spawnSync('ls', [repository], { uid: nobody, gid: nobody }).status === 0

function newFolder(mode = 0o755): string {
  const folder = join(parent, `data-${++folders}`)
  mkdirSync(folder)
  chmodSync(folder, mode)
  return folder
}

async function start(dataFolder: string, more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataFolder, settings: { fsync: 'off' }, ...more })
  running.push(postgres)
  return postgres
}

async function answerOf(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('create table if not exists kept as select 42 as answer')
    return (await client.query<{ answer: number }>('select answer from kept')).rows[0]?.answer
  } finally {
    await client.end()
  }
}

// Ways around Postgres's refusal to be root concern root alone.
describe.runIf(isRoot)('root', () => {
  it('runs it as nobody where nobody can reach the folder, whatever the umask', async () => {
    const before = process.umask(0o077)
    try {
      const folder = newFolder()
      const postgres = await start(folder, { ways: ['nobody'] })
      expect(await answerOf(postgres.ownerUrl)).toBe(42)
      expect(statSync(join(folder, 'postgres', 'data')).uid).toBe(nobody)
    } finally {
      process.umask(before)
    }
  })

  it('runs it outside of a closed folder, says where, and finds it again', async () => {
    const folder = newFolder(0o700)
    const elsewhere = join(parent, 'elsewhere')
    const notes: string[] = []
    const options = {
      ways: ['nobody', 'nobody elsewhere'] as const,
      elsewhere,
      onNote: (note: string) => void notes.push(note),
    }
    const first = await start(folder, options)
    expect(await answerOf(first.ownerUrl)).toBe(42)
    const [hash = ''] = readdirSync(elsewhere)
    expect(notes).toEqual([
      `  The database lies in ${join(elsewhere, hash, 'postgres')}: as root, Postgres cannot run in ${folder}.`,
    ])
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
    await first.stop()

    const moved = `${folder}-moved`
    renameSync(folder, moved)
    const second = await start(moved, options)
    expect(await answerOf(second.ownerUrl)).toBe(42)
    expect(readdirSync(elsewhere)).toEqual([hash])
    await second.stop()

    rmSync(join(elsewhere, hash), { recursive: true })
    await expect(start(moved, options)).rejects.toThrow(/was in .* and is not there any more: put it back/)
  })

  // A container or a chroot may forbid user namespaces.
  it.runIf(userns)(
    'changes the way where the one of last time does not work any more, and keeps the data',
    async () => {
      const folder = newFolder()
      const first = await start(folder, { ways: ['nobody'] })
      expect(await answerOf(first.ownerUrl)).toBe(42)
      await first.stop()
      // As in a container that allows no other users than root.
      chmodSync(folder, 0o700)
      const second = await start(folder, { ways: ['userns', 'nobody'] })
      expect(await answerOf(second.ownerUrl)).toBe(42)
      expect(statSync(join(folder, 'postgres', 'data', 'PG_VERSION')).uid).toBe(0)
    },
  )

  it('is told what was tried and why each failed', async () => {
    const folder = newFolder(0o700)
    const refused = start(folder, { ways: ['self', 'nobody'] })
    await expect(refused).rejects.toThrow(/self: .*root.*\n.*nobody: .*EACCES/s)
    await expect(refused).rejects.toThrow(/Run ILS as a user that is not root\. Or set DATABASE_URL/)
    expect(
      readdirSync(folder).filter((name) => name.startsWith('postgres') && name !== 'postgres-passwords.json'),
    ).toEqual([])
  })
})

// Only root can become somebody else, who then has to be able to read this repository.
describe.runIf(nobodyReads)('another user than root', () => {
  it('runs it as themselves', async () => {
    const folder = newFolder()
    chownSync(folder, nobody, nobody)
    const owner = await startOwner(
      { dataFolder: folder },
      { uid: nobody, gid: nobody, env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder } },
    )
    expect(await answerOf(owner.ownerUrl)).toBe(42)
    expect(statSync(join(folder, 'postgres', 'data')).uid).toBe(nobody)
    owner.child.kill('SIGTERM')
    await owner.gone
  })

  it('is told that the folder is somebody else’s', async () => {
    const folder = newFolder()
    await (await start(folder)).stop()
    const env = { PATH: process.env.PATH, HOME: '/', TMPDIR: '/tmp' }
    await expect(startOwner({ dataFolder: folder }, { uid: nobody, gid: nobody, env })).rejects.toThrow(
      /may not be written by this user/,
    )
  })
})
