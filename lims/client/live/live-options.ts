import type { LivePosition, notRecovered } from '@ils/contract/live'
import type { WebhookBody } from '@ils/contract/webhook-body'

/** What a browser's `WebSocket` and that of the package `ws` have in common. */
export interface LiveSocket {
  send(text: string): void
  close(code?: number): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number; readonly reason: string }) => void): void
}

/** Why everything has to be loaded: nothing is known yet, or what was missed is not sent again. */
export type LoadReason = 'first' | (typeof notRecovered)[number]

export interface Snapshot {
  readonly room: string
  readonly version: number
  readonly at: string
  readonly data: Readonly<Record<string, unknown>>
}

export type LiveState =
  | { readonly state: 'connecting' }
  /** `recovered` false: what was missed is not sent again, and `onLoad` was called. */
  | { readonly state: 'open'; readonly recovered: boolean | null; readonly why: LoadReason | null }
  | { readonly state: 'waiting'; readonly ms: number; readonly because: string }
  /** For good: by `close()`, or because coming again would be the same. */
  | { readonly state: 'closed'; readonly because: string }

export interface LiveOptions {
  /** `practice:…`, `job:…`, `catalogue`, `board` …: all or none of them. */
  readonly rooms: readonly string[]
  /** Where you were; left out, `onLoad` is called and the stream begins there. */
  readonly from?: LivePosition
  /**
   * Each event once and in order. One is handled after the other, where it answers a promise; the position moves on when it
   * is. What it throws is told to `onError`, and the event comes again.
   */
  readonly onEvent?: (event: WebhookBody, position: LivePosition) => unknown
  /** How something is now; what was in between is not told. */
  readonly onSnapshot?: (snapshot: Snapshot) => unknown
  /** Read what you show. Nothing is told until it is done, and nothing that happens meanwhile is missed. */
  readonly onLoad?: (why: LoadReason) => unknown
  readonly onState?: (state: LiveState) => void
  readonly onError?: (error: unknown) => void
  /** Where there is none in the surroundings, as in Node before 22: that of `ws`. */
  readonly WebSocket?: new (url: string) => LiveSocket
  readonly firstWaitMs?: number
  readonly mostWaitMs?: number
}

export interface LiveSubscription {
  /** Everything up to here was handled: keep it, and begin there the next time. Undefined before the first load. */
  readonly position: LivePosition | undefined
  /** When it is over, and what was being handled is handled. */
  readonly closed: Promise<void>
  close(): Promise<void>
}
