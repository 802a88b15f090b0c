import { createHash } from 'node:crypto'
import { Refusal } from '../refusal.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Db, Trx } from '../db/database.ts'
import { openAnswer, sealAnswer, type Sealing } from './seal-answer.ts'
import { isOfTwin, keepAnswer, takeKey, type StoredAnswer } from './store.ts'

export interface OnceInput extends Sealing {
  /** Who asks for what: keys of others never meet. */
  readonly scope: string
}

/** What a request came to: the text of its answer, and the same without secrets where it holds any. */
export interface Effect {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string | null
  readonly textWithoutSecrets: string | null
}

export interface Outcome {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string | null
  readonly replayed: boolean
}

/**
 * Carries a request out at most once per key. The answer is kept in the transaction of the effect: both are there
 * or neither. A refusal leaves nothing behind, so the same key may be tried again.
 */
export async function once(db: Db, input: OnceInput, run: (trx: Trx) => Promise<Effect>): Promise<Outcome> {
  const bodyHash = createHash('sha256').update(input.rawBody).digest('hex')
  const carriedOut = () => inTransaction(db, (trx) => carryOut(trx, input, bodyHash, run))
  // What was done is undone then, and what the twin did is found.
  return carriedOut().catch((error: unknown) => {
    if (isOfTwin(error)) return carriedOut()
    throw error
  })
}

async function carryOut(
  trx: Trx,
  input: OnceInput,
  bodyHash: string,
  run: (trx: Trx) => Promise<Effect>,
): Promise<Outcome> {
  const { scope, idempotencyKey: key } = input
  const { isMine, known } = await takeKey(trx, scope, key)
  if (!isMine) {
    throw new Refusal(
      'idempotency_in_flight',
      'A request with this Idempotency-Key is being carried out; ask again in a moment',
      { headers: { 'retry-after': '1' } },
    )
  }
  if (known) return replay(known, bodyHash, input)
  const { status, headers, text, textWithoutSecrets } = await run(trx)
  const sealed = text !== null && text !== textWithoutSecrets ? sealAnswer(text, input) : null
  await keepAnswer(trx, scope, key, { bodyHash, status, headers, text: textWithoutSecrets, sealed })
  return { status, headers, text, replayed: false }
}

function replay(known: StoredAnswer, bodyHash: string, input: OnceInput): Outcome {
  if (known.bodyHash !== bodyHash) {
    throw new Refusal('idempotency_key_reused', 'This Idempotency-Key came with another body before; use a new key')
  }
  const whole = known.sealed === null ? undefined : openAnswer(known.sealed, input)
  return { status: known.status, headers: known.headers, text: whole ?? known.text, replayed: true }
}
