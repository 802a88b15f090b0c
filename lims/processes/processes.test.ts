import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { until } from '@ils/testing/condition'
import { repository, shippedLims } from '@ils/testing/running-ils'
import { openLimsDatabase, openTestLims, SETUP_KEY } from '@ils/testing/test-lims'
import { openEmptyDatabase, type TestDatabase } from '@ils/testing/test-database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LIMS_ROLE, limsMigrations } from '../migrations/migrations.ts'
import { startLims } from '../start-lims.ts'

describe('a stop', () => {
  it('finishes every call that was taken, and takes no more', async () => {
    // Long enough for forty calls to arrive on a busy machine.
    const lims = await openTestLims({ env: { ILS_DRAIN_MS: '1500' } })
    const key = await lims.setUp()
    const client = lims.client(key)
    const { position } = await until('the log is read', async () => {
      const page = await client.readEvents({})
      return page.events.length === 2 && page
    })
    // Twenty that wait for news and twenty that write, all under way when the stop comes.
    const waiting = Array.from({ length: 20 }, () =>
      client.readEvents({ query: { after: position, waitSeconds: 25, type: 'access.key_expired' } }),
    )
    await until('they wait', async () => {
      const { rows } = await lims.database.db.raw<{ rows: { n: number }[] }>('select 1 as n')
      return rows.length === 1
    })
    const writing = Array.from({ length: 20 }, (_, i) =>
      client.addHolder({ body: { kind: 'person', name: `Late ${i}`, roles: ['lab'] } }),
    )
    await until(
      'a write is under way',
      async () => (await lims.database.ownerDb('holders').whereLike('name', 'Late %')).length > 0,
    )
    const stopped = lims.running.stop('test')
    const answers = await Promise.all([...waiting, ...writing])
    expect(answers).toHaveLength(40)
    expect(await stopped).toBe(true)
    expect(await lims.database.ownerDb('holders').whereLike('name', 'Late %')).toHaveLength(20)
    await expect(fetch(`${lims.url}/livez`)).rejects.toThrow()
    await lims.database.close()
  })

  it('after a start that failed leaves nothing open', async () => {
    const first = await openTestLims()
    const taken = openTestLims({ database: first.database, env: { ILS_LIMS_PORT: String(first.running.port) } })
    await expect(taken).rejects.toThrow(/is taken/)
    await until('its connections are gone', async () => {
      const { rows } = await first.database.ownerDb.raw<{ rows: { n: number }[] }>(
        "select count(*) as n from pg_stat_activity where datname = current_database() and application_name like 'ils lims %'",
      )
      const { rows: own } = await first.database.ownerDb.raw<{ rows: { n: number }[] }>(
        "select count(*) as n from pg_stat_activity where datname = current_database() and application_name like 'ils lims % listen'",
      )
      return own[0]?.n === 1 && (rows[0]?.n ?? 99) <= 12
    })
    await first.close()
  })
})

describe('a process without the owner’s credentials', () => {
  it('does not start on a schema that is behind, and says what to do', async () => {
    const empty = await openEmptyDatabase(LIMS_ROLE)
    const lims = await openTestLims()
    const started = startLims({
      settings: { ...lims.app.settings, databaseUrl: empty.url, databaseOwnerUrl: null },
      roles: ['api'],
      log: lims.log,
      env: {},
    })
    await expect(started).rejects.toThrow(new RegExp(`misses ${limsMigrations.length} migration\\(s\\).*ils migrate`))
    await lims.close()
    await empty.close()
  })
})

describe('processes of one role each', () => {
  let database: TestDatabase
  const children: ChildProcess[] = []
  beforeAll(async () => {
    database = await openLimsDatabase()
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await database.close()
  })

  async function run(
    ...roles: string[]
  ): Promise<{ child: ChildProcess; url: string; lines: Record<string, unknown>[] }> {
    const child = spawn(process.execPath, [shippedLims, ...roles], {
      cwd: repository,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.url,
        ADMIN_SETUP_KEY: SETUP_KEY,
        ILS_LIMS_PORT: '0',
        NODE_ENV: 'production',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    const lines: Record<string, unknown>[] = []
    let rest = ''
    child.stdout.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n')
      rest = parts.pop() ?? ''
      lines.push(...parts.map((line) => JSON.parse(line) as Record<string, unknown>))
    })
    const started = await until(`${roles.join(' ')} started`, () => lines.find((line) => line['msg'] === 'started'), {
      withinMs: 60_000,
    })
    return { child, url: String(started['url']), lines }
  }

  it('do together what one does alone, and the second relay takes over from the first', async () => {
    const [api, worker, relay] = await Promise.all([run('api'), run('worker'), run('relay')])
    const { secret } = await openLimsClient({ url: api.url }).setUpLab({
      body: { setupKey: SETUP_KEY, name: 'Administrator' },
    })
    const lims = openLimsClient({ url: api.url, key: secret ?? '' })
    for (const one of [worker, relay]) {
      expect((await fetch(`${one.url}/readyz`)).status).toBe(200)
      expect((await fetch(`${one.url}/metrics`)).status).toBe(200)
      expect((await fetch(`${one.url}/api/about`)).status).toBe(404)
    }
    const second = await run('relay')
    await until('the first holds', () => relay.lines.some((line) => line['msg'] === 'holding the relay'))
    expect(second.lines.some((line) => line['msg'] === 'holding the relay')).toBe(false)

    const holder = await lims.addHolder({ body: { kind: 'person', name: 'Short', roles: ['lab'] } })
    relay.child.kill('SIGKILL')
    const expiresAt = new Date(Date.now() + 4000).toISOString()
    const { key } = await lims.makeKey({ body: { holderId: holder.id, label: 'short', expiresAt } })
    await until('the second relay brought the news, and the worker did its task', async () => {
      const { events } = await lims.readEvents({ query: { subject: key.id } })
      return events.map((event) => event.type).join() === 'access.key_made,access.key_expired'
    })

    for (const one of [api, worker, second]) {
      one.child.kill('SIGTERM')
      const [code] = (await once(one.child, 'exit')) as [number | null]
      expect(code).toBe(0)
      expect(one.lines.at(-1)).toMatchObject({ msg: 'stopped' })
    }
  })

  it.each([
    [['api', 'baker'], { DATABASE_URL: 'postgres://x@127.0.0.1/x' }, 78, 'one or more of api, worker, relay, devices'],
    [[], { DATABASE_URL: 'postgres://x@127.0.0.1/x' }, 78, 'one or more of api, worker, relay, devices'],
    [['api'], {}, 78, 'a Postgres; `npm start` brings its own'],
    [['api'], { DATABASE_URL: 'mysql://x' }, 78, 'begins with postgres://'],
    [['api'], { DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, 1, 'ECONNREFUSED'],
  ])('end with a clear word when they cannot start: %j %j', async (roles, env, code, word) => {
    const child = spawn(process.execPath, [shippedLims, ...roles], {
      cwd: repository,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const [ended] = (await once(child, 'close')) as [number]
    expect(ended).toBe(code)
    expect(said).toContain(word)
  })
})
