import type { TransportName } from './task.ts'
import type { Due, Ticket } from './ticket.ts'
import type { Worker } from './worker.ts'

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
