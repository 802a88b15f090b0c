import type { TransportName } from './task.ts'
import type { Worker } from './worker.ts'

/** Names one waiting row. The fence makes it a new ticket after every claim, so an old one never stands in its way. */
export interface Ticket {
  readonly taskId: string
  readonly fence: number
  readonly priority: number
  readonly delayMs: number
}

/** When the next task of a kind is due, by the database's clock; negative when it is late, null when none waits. */
export interface Due {
  readonly kind: string
  readonly inMs: number | null
  readonly paused: boolean
}

/** How workers hear that there is something to do. It may lose everything it knows: the sweep brings it back. */
export interface Transport {
  readonly name: TransportName
  /** Starts to hear for a kind. */
  serve(worker: Worker): void
  /** Says that rows were written. Never throws: they are found anyway, later. */
  wake(kind: string, tickets: readonly Ticket[]): void
  /** Called at each sweep with what is due of the kinds served here. */
  sweep(due: readonly Due[]): Promise<void>
  /** Gives up every connection and opens new ones. */
  restart(): Promise<void>
  /** Hears nothing more; what was started runs on. */
  stop(): Promise<void>
  close(): Promise<void>
}
