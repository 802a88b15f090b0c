import knexModule, { type Knex } from 'knex'
import pg from 'pg'
import { beginAtOnce } from './begin-at-once.ts'
import { gatherWrites, type Connected } from './gather-writes.ts'

/** A pool or a transaction alike; verbs take it first. */
export type Db = Knex
export type Trx = Knex.Transaction

export interface DatabaseOptions {
  readonly url: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  readonly schema: string
  readonly poolMax?: number
  readonly statementTimeoutMs?: number
  /** Settings of Postgres for these connections, for statements of one kind only. */
  readonly tuning?: Readonly<Record<string, string>>
}

const INT8 = 20
const NUMERIC = 1700

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint of the database does not fit a number')
  return value
}

/** Counts and positions come as bigint and fit a number; money is kept in minor units and does too. */
const typeParsers: Knex.PgCustomTypesConfig = {
  getTypeParser: (oid: number, format: string): unknown => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
    if (oid === INT8) return whole
    return oid === NUMERIC ? Number : pg.types.getTypeParser(oid, 'text')
  },
}

/** Opens a pool. Nothing connects until the first query. */
export function openDatabase(options: DatabaseOptions): Db {
  return knexModule.default({
    client: 'pg',
    connection: {
      connectionString: options.url,
      application_name: options.applicationName,
      options: Object.entries({ search_path: options.schema, timezone: 'UTC', ...options.tuning })
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 60_000,
      types: typeParsers,
      // Statements that are asked for together go out together, and are carried out in their order.
      ...{ pipeline: true },
      keepAlive: true,
    },
    pool: {
      ...{ min: 0, max: options.poolMax ?? 10, propagateCreateError: false },
      afterCreate: (client: Connected, done: (error: null, client: Connected) => void) => {
        gatherWrites(client)
        beginAtOnce(client)
        done(null, client)
      },
    },
    acquireConnectionTimeout: 10_000,
    // knex would write to the console; whoever asked gets the error and logs it.
    log: { warn: silent, error: silent, debug: silent, deprecate: silent },
  })
}

function silent(): void {
  // Nothing to say.
}
