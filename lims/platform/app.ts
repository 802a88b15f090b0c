import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log/log.ts'
import type { Db } from './db/database.ts'

/** What every verb may need from the world; given as the first argument. */
export interface Foundation {
  readonly db: Db
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
}
