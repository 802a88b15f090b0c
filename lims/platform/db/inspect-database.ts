import pg from 'pg'
import { systemClock, type Clock } from '../clock.ts'

/** What an operator wants to know of a database before trusting it. */
export interface DatabaseFacts {
  readonly version: string
  readonly major: number
  readonly role: string
  /** This role can rewrite the audit trail: the database does not guard it. */
  readonly unguarded: boolean
  readonly clockSkewMs: number
  readonly durable: boolean
  readonly maxConnections: number
  readonly usedConnections: number
  readonly sizeBytes: number
}

export async function inspectDatabase(url: string, schema: string, clock: Clock = systemClock): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, application_name: 'ils doctor', connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const asked = clock.now().getTime()
    const { rows } = await client.query<Record<string, string | boolean | null>>(
      `select current_setting('server_version') as version, current_setting('server_version_num') as num, current_user as role,
              extract(epoch from clock_timestamp()) * 1000 as now_ms,
              current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on' as durable,
              current_setting('max_connections') as max, (select count(*) from pg_stat_activity) as used,
              pg_database_size(current_database()) as size,
              case when to_regclass($1) is null then null
                   else has_table_privilege($1, 'update') or has_table_privilege($1, 'delete') end as unguarded`,
      [`${schema}.audit_entries`],
    )
    const row = rows[0] ?? {}
    const middle = (asked + clock.now().getTime()) / 2
    return {
      version: String(row['version']),
      major: Math.floor(Number(row['num']) / 10_000),
      role: String(row['role']),
      unguarded: row['unguarded'] === true,
      clockSkewMs: Math.round(Number(row['now_ms']) - middle),
      durable: row['durable'] === true,
      maxConnections: Number(row['max']),
      usedConnections: Number(row['used']),
      sizeBytes: Number(row['size']),
    }
  } finally {
    await client.end()
  }
}
