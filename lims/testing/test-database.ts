import { createHash, randomBytes } from 'node:crypto'
import { openDatabase, type Db } from '@ils/platform/db/database'
import { migrate, type Grants, type Migration } from '@ils/platform/db/migrate'
import { silentLog } from '@ils/platform/log/log'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabaseOptions {
  readonly schema: string
  readonly role: string
  readonly migrations: readonly Migration[]
  readonly grants: Grants
}

export interface TestDatabase {
  /** As the application: grants only. */
  readonly db: Db
  readonly url: string
  /** As the owner: for looking and for tampering. */
  readonly ownerDb: Db
  readonly ownerUrl: string
  close(): Promise<void>
}

const ROLE_PASSWORD = 'for-tests'
const ROLE_MARK = 'made by the tests of ILS'
const PREFIX = 'ilstest_'

/** A database of its own for a test file, copied in milliseconds from a template that was migrated once. */
export async function openTestDatabase(options: TestDatabaseOptions): Promise<TestDatabase> {
  const serverUrl = inject('serverUrl')
  const name = `${PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`
  const template = await ensureTemplate(serverUrl, options)
  await onServer(serverUrl, (client) => client.query(`create database ${name} template ${template}`))
  const ownerUrl = urlFor(serverUrl, { database: name })
  const url = urlFor(serverUrl, { database: name, user: options.role, password: ROLE_PASSWORD })
  const shared = { schema: options.schema, applicationName: 'ils test', poolMax: 10 }
  const db = openDatabase({ ...shared, url })
  const ownerDb = openDatabase({ ...shared, url: ownerUrl, poolMax: 3 })
  return {
    db,
    url,
    ownerDb,
    ownerUrl,
    async close() {
      await Promise.all([db.destroy(), ownerDb.destroy()])
      await onServer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** An empty database, for tests of migrating itself. */
export async function openEmptyDatabase(
  role: string,
): Promise<{ url: string; ownerUrl: string; close(): Promise<void> }> {
  const serverUrl = inject('serverUrl')
  const name = `${PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(serverUrl, async (client) => {
    await lockTemplates(client)
    await ensureRole(client, role)
    await client.query(`create database ${name} template template0`)
  })
  return {
    url: urlFor(serverUrl, { database: name, user: role, password: ROLE_PASSWORD }),
    ownerUrl: urlFor(serverUrl, { database: name }),
    close: async () => {
      await onServer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** What runs that were killed left on a server that outlives them. */
export async function dropLeftDatabases(serverUrl: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname like '${PREFIX}%'`,
    )
    for (const { datname } of rows) {
      const pid = Number(datname.split('_')[1])
      if (Number.isInteger(pid) && isAlive(pid)) continue
      await client.query(`drop database if exists ${datname} with (force)`)
    }
  })
}

async function ensureTemplate(serverUrl: string, options: TestDatabaseOptions): Promise<string> {
  const { schema, role, migrations, grants } = options
  const hash = createHash('sha256')
    .update(JSON.stringify({ schema, role, migrations, grants }))
    .digest('hex')
    .slice(0, 12)
  const template = `${PREFIX}template_${hash}`
  await onServer(serverUrl, async (client) => {
    await lockTemplates(client)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template])
    if (rowCount !== 0) return
    await ensureRole(client, role)
    const making = `${template}_making`
    await client.query(`drop database if exists ${making} with (force)`)
    await client.query(`create database ${making} template template0`)
    await migrate({
      ownerUrl: urlFor(serverUrl, { database: making }),
      schema,
      migrations,
      role,
      grants,
      log: silentLog,
    })
    await client.query(`alter database ${making} rename to ${template}`)
  })
  return template
}

/** Test files run side by side: one of them makes the template, the others wait for it. */
async function lockTemplates(client: pg.Client): Promise<void> {
  await client.query("select pg_advisory_lock(hashtextextended('ils test templates', 0))")
}

async function ensureRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = $1",
    [role],
  )
  const [there] = rows
  if (there?.mark === ROLE_MARK) return
  // DATABASE_OWNER_URL is also what an installation is migrated with: with that one in the environment, a test run
  // must not give the lab's own role another password.
  if (there && !inject('serverIsOurs') && (await isInUse(client, role))) {
    throw new Error(
      `This server already has a role ${role} that tests did not make, with databases of its own: give DATABASE_OWNER_URL of a server for tests`,
    )
  }
  if (!there) await client.query(`create role ${role} login`)
  await client.query(`alter role ${role} login password '${ROLE_PASSWORD}'; comment on role ${role} is '${ROLE_MARK}'`)
}

/** Whether a database that is not of a test run has granted it something. */
async function isInUse(client: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_shdepend d join pg_roles r on r.oid = d.refobjid left join pg_database b on b.oid = d.dbid or (d.classid = 'pg_database'::regclass and b.oid = d.objid)
     where r.rolname = $1 and not starts_with(coalesce(b.datname, ''), $2)`,
    [role, PREFIX],
  )
  return rowCount !== 0
}

async function onServer<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

function urlFor(serverUrl: string, to: { database: string; user?: string; password?: string }): string {
  const url = new URL(serverUrl)
  url.pathname = `/${to.database}`
  if (to.user !== undefined) url.username = to.user
  if (to.password !== undefined) url.password = to.password
  return url.href
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
