import type { Db, Trx } from '../db/database.ts'

export interface StoredAnswer {
  readonly bodyHash: string
  readonly status: number
  readonly headers: Record<string, string>
  /** The answer's text, without secrets. */
  readonly text: string | null
  /** The whole answer, readable by its caller only; null where it holds no secret. */
  readonly sealed: string | null
}

interface Row {
  body_hash: string
  status: number
  headers: Record<string, string>
  answer: string | null
  sealed: string | null
}

/** Takes the key for this transaction, or says that a twin holds it. It never waits: waiting twins would drain the pool. */
export async function tryLockKey(trx: Trx, scope: string, key: string): Promise<boolean> {
  const result = await trx
    .raw<{ rows: { got: boolean }[] }>('select pg_try_advisory_xact_lock(hashtextextended(?, 42)) as got', [
      `${scope}\n${key}`,
    ])
    .options({ name: 'idempotency-lock' })
  return result.rows[0]?.got === true
}

export async function findAnswer(trx: Trx, scope: string, key: string): Promise<StoredAnswer | undefined> {
  const { rows } = await trx
    .raw<{ rows: Row[] }>(
      'select body_hash, status, headers, answer, sealed from idempotency_keys where scope = ? and key = ?',
      [scope, key],
    )
    .options({ name: 'idempotency-find' })
  const row = rows[0]
  return (
    row && { bodyHash: row.body_hash, status: row.status, headers: row.headers, text: row.answer, sealed: row.sealed }
  )
}

export async function keepAnswer(trx: Trx, scope: string, key: string, answer: StoredAnswer): Promise<void> {
  const { bodyHash, status, headers, text, sealed } = answer
  await trx
    .raw(
      'insert into idempotency_keys (scope, key, body_hash, status, headers, answer, sealed) values (?, ?, ?, ?, ?, ?, ?)',
      [scope, key, bodyHash, status, JSON.stringify(headers), text, sealed] as never[], // Of the columns above.
    )
    .options({ name: 'idempotency-keep' })
}

/** Forgets keys older than that many days, a bounded batch at a time; answers how many went. */
export async function forgetOldKeys(db: Db, days: number, most: number): Promise<number> {
  const result = await db.raw<{ rowCount: number }>(
    `delete from idempotency_keys where (scope, key) in (
       select scope, key from idempotency_keys where at < now() - make_interval(days => ?) order by at limit ?)`,
    [days, most],
  )
  return result.rowCount
}
