import type { Event } from '@ils/contract/event'
import type { Foundation } from '../app.ts'

/** When *that* happened, do *this*. Safe to run twice; what it writes to the database happens exactly once. */
export interface Reaction<App extends Foundation> {
  /** Names its position in the log: never change it. */
  readonly name: string
  readonly on: readonly string[]
  /** `app.db` is the transaction in which the position moves on. */
  react(app: App, event: Event): Promise<void>
}
