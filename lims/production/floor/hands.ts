import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'

/** What a verb has at hand that reaches beyond the job itself: the shelf, other jobs, the rules. */
export interface Hands {
  readonly app: App
  readonly trx: Trx
  readonly actor: Actor
}
