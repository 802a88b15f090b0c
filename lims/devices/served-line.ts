import type { App } from '../app.ts'
import type { LineRow } from './lines/store.ts'
import type { MessageKeeper } from './messages/keep-messages.ts'
import type { PeerCounter } from './peers/count-refused-peers.ts'

/** What lines of one process share. */
export interface LineHall {
  readonly app: App
  readonly messages: MessageKeeper
  readonly peers: PeerCounter
  /** Connections of all lines of this process. */
  readonly connections: Set<object>
}

/** A line that is served by this process. */
export interface ServedLine {
  close(): Promise<void>
}

/** Serves a line until it is closed; each kind has its own. */
export type ServeLine = (hall: LineHall, line: LineRow) => ServedLine
