import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Log } from '../log/log.ts'

/** One step forward of a schema. Once released, its text never changes: what comes later is a new one. */
export interface Migration {
  readonly id: string
  readonly sql: string
}

/** What an application role may do with a table. */
export type Grants = Readonly<Record<string, string>>

export interface MigrateOptions {
  /** Owner of the schema; the application's roles get grants only. */
  readonly ownerUrl: string
  readonly schema: string
  readonly migrations: readonly Migration[]
  /** Role of the application, and per table what it may do. */
  readonly role: string
  readonly grants: Grants
  readonly log: Log
}

/** Brings a schema to date, one process at a time; answers the ids of what was new. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { schema } = options
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: `ils migrate ${schema}` })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtextextended('ils:migrate:' || $1, 0))", [schema])
    await client.query(`create schema if not exists ${schema}`)
    await client.query(`set search_path = ${schema}`)
    await client.query(
      'create table if not exists migrations (id text primary key, hash text not null, at timestamptz not null default now())',
    )
    const done = await doneMigrations(client)
    refuseUnknown(options, done)
    const fresh: string[] = []
    for (const migration of options.migrations) {
      if (done.has(migration.id)) continue
      await applyOne(client, migration)
      options.log.info({ schema, migration: migration.id }, 'migrated')
      fresh.push(migration.id)
    }
    await applyGrants(client, options)
    return fresh
  } finally {
    await client.end()
  }
}

async function doneMigrations(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; hash: string }>('select id, hash from migrations')
  return new Map(rows.map((row) => [row.id, row.hash]))
}

function refuseUnknown(options: MigrateOptions, done: Map<string, string>): void {
  const known = new Map(options.migrations.map((m) => [m.id, hashOf(m)]))
  for (const [id, hash] of done) {
    if (!known.has(id))
      throw new Error(`the database has migration ${id}, which this version does not know: run a newer version`)
    if (known.get(id) !== hash)
      throw new Error(`migration ${id} was edited after it ran here: restore its text and add a new one`)
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into migrations (id, hash) values ($1, $2)', [migration.id, hashOf(migration)])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${migration.id} failed and changed nothing`, { cause: error })
  }
}

/** Grants are said again at every run: a role that is made later gets them then. */
async function applyGrants(client: pg.Client, options: MigrateOptions): Promise<void> {
  const { schema, role, grants } = options
  const { rows } = await client.query<{ owner: boolean }>(
    'select rolname = current_user as owner from pg_roles where rolname = $1',
    [role],
  )
  if (rows[0] === undefined || rows[0].owner) return
  const lines = [
    `grant usage on schema ${schema} to ${role}`,
    `revoke all on all tables in schema ${schema} from ${role}`,
    `grant select on ${schema}.migrations to ${role}`,
    ...Object.entries(grants).map(([table, what]) => `grant ${what} on ${schema}.${table} to ${role}`),
    `grant usage on all sequences in schema ${schema} to ${role}`,
  ]
  await client.query(['begin', ...lines, 'commit'].join(';\n'))
}

const hashOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex')

/** Whether these credentials may change the schema at all: a role with grants only may not. */
export async function mayMigrate(url: string, schema: string): Promise<boolean> {
  const rows = await ask<{ may: boolean }>(
    url,
    `select case when to_regnamespace($1) is null then has_database_privilege(current_database(), 'create')
            else has_schema_privilege($1, 'create') end as may`,
    [schema],
  )
  return rows[0]?.may === true
}

/** Migrations that this version has and the database has not. */
export async function missingMigrations(
  url: string,
  schema: string,
  migrations: readonly Migration[],
): Promise<string[]> {
  const [found] = await ask<{ there: boolean }>(url, 'select to_regclass($1) is not null as there', [
    `${schema}.migrations`,
  ])
  const done = found?.there ? await ask<{ id: string }>(url, `select id from ${schema}.migrations`, []) : []
  return migrations.map((m) => m.id).filter((id) => !done.some((row) => row.id === id))
}

async function ask<R extends pg.QueryResultRow>(url: string, sql: string, values: unknown[]): Promise<R[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'ils schema check' })
  await client.connect()
  try {
    return (await client.query<R>(sql, values)).rows
  } finally {
    await client.end()
  }
}
