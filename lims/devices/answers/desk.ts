import type { Message } from '@ils/oma/records/message'
import type { App } from '../../app.ts'
import type { LineRow } from '../lines/store.ts'
import type { Machine } from '../machine-of-line.ts'

/** Where a question of a machine is answered: over which line it came, and what the rules in force say of the machine. */
export interface Desk {
  readonly app: App
  readonly line: LineRow
  readonly machine: Machine
  readonly machines: ReadonlyMap<string, Machine>
}

/** A question about a job; personal labels of the message are empty. */
export interface AboutJob {
  readonly message: Message
  /** As REQ says it. */
  readonly request: string
  /** What the machine calls the job. */
  readonly job: string
}
