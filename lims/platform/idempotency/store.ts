import { askPrepared } from '../db/ask-prepared.ts'
import type { Db, Trx } from '../db/database.ts'
import { askLast } from '../db/transaction.ts'

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

export interface KeyInHand {
  /** A twin holds it otherwise. */
  readonly isMine: boolean
  readonly known: StoredAnswer | undefined
}

/**
 * Takes the key for this transaction, or says that a twin holds it, and what was answered before. It never waits: waiting
 * twins would drain the pool. A twin that ends while it looks is seen by `isOfTwin` only.
 */
export async function takeKey(trx: Trx, scope: string, key: string): Promise<KeyInHand> {
  const [row] = await askPrepared<{ got: boolean } & (Row | Record<keyof Row, null>)>(trx, {
    name: 'idempotency-take',
    text: `select lock.got, k.body_hash, k.status, k.headers, k.answer, k.sealed
             from (select pg_try_advisory_xact_lock(hashtextextended($1, 42)) as got) lock
             left join idempotency_keys k on k.scope = $2 and k.key = $3`,
    values: [`${scope}\n${key}`, scope, key],
  })
  if (!row?.got) return { isMine: false, known: undefined }
  if (row.body_hash === null) return { isMine: true, known: undefined }
  const { body_hash: bodyHash, status, headers, answer: text, sealed } = row
  return { isMine: true, known: { bodyHash, status, headers, text, sealed } }
}

/** Its answer was kept after this one looked, so that this one could not be. */
export const isOfTwin = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'idempotency_keys_pkey'

/** The last thing that its transaction does. */
export async function keepAnswer(trx: Trx, scope: string, key: string, answer: StoredAnswer): Promise<void> {
  const { bodyHash, status, headers, text, sealed } = answer
  await askLast(trx, {
    name: 'idempotency-keep',
    text: 'insert into idempotency_keys (scope, key, body_hash, status, headers, answer, sealed) values ($1, $2, $3, $4, $5, $6, $7)',
    values: [scope, key, bodyHash, status, JSON.stringify(headers), text, sealed],
  })
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
