import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log/log.ts'
import type { Db } from './db/database.ts'

/** What every verb may need from the world; given as the first argument. */
export interface Foundation {
  /** The pool, or the transaction that this call is a part of. */
  readonly db: Db
  /** Always the pool: for what must survive the refusal of a transaction, and for wake-ups. */
  readonly pool: Db
  /** Schema of this server's tables; channels are named after it. */
  readonly schema: string
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}
