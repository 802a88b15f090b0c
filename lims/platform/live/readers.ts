import { liveCloses, type LiveCloseName } from '@ils/contract/live-closes'
import type { WebSocket } from 'ws'
import type { Actor } from '../actor.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Audiences } from './audiences.ts'
import { closeSocket, LiveSocket, type Opened, type SocketWorld } from './live-socket.ts'

export interface ReadersOptions {
  readonly metrics: Metrics
  readonly audiences: Audiences
  readonly socketsPerHolder: number
  readonly pay: (socket: LiveSocket) => void
}

/** One that just left may come back: so long the newest events are kept for it. */
const STAYS_AWAKE_MS = 60_000

/** Who is here: every socket of this process, and those that have not said yet who they are. */
export class Readers {
  readonly sockets = new Set<LiveSocket>()
  /** Since when they are here. */
  readonly strangers = new Map<WebSocket, number>()
  #all = new Set<WebSocket>()
  #ofHolder = new Map<string, number>()
  #options: ReadersOptions
  #world: SocketWorld
  #countClose: (name: string, by?: number) => void
  #countStream: (how: string, by?: number) => void
  #frames = 0
  #admitted = 0
  #lastLeft = -Infinity

  constructor(options: ReadersOptions) {
    const { metrics } = options
    this.#options = options
    this.#world = {
      pay: options.pay,
      frameSent: () => {
        this.#frames++
      },
      gone: (socket, why) => {
        this.#countClose(why)
        this.#forget(socket)
      },
    }
    this.#countClose = metrics.counter('ils_live_closes_total', 'Live sockets that were closed, by why', 'why')
    this.#countStream = metrics.counter('ils_live_streams_total', 'Live streams, by what came of their `from`', 'how')
    for (const name of Object.keys(liveCloses)) this.#countClose(name, 0)
    metrics.gauge('ils_live_sockets', 'Live sockets that are open', () => this.sockets.size)
    metrics.gauge('ils_live_frames', 'Frames sent to live sockets since the start', () => this.#frames)
  }

  get areHere(): boolean {
    return this.sockets.size > 0 || performance.now() - this.#lastLeft < STAYS_AWAKE_MS
  }

  came(ws: WebSocket): void {
    this.#all.add(ws)
    this.strangers.set(ws, performance.now())
    ws.once('close', () => {
      this.#all.delete(ws)
      this.strangers.delete(ws)
    })
  }

  admit(opened: Opened, actor: Actor): LiveSocket | undefined {
    const id = actor.id ?? ''
    const held = this.#ofHolder.get(id) ?? 0
    if (held >= this.#options.socketsPerHolder) return undefined
    this.#ofHolder.set(id, held + 1)
    this.strangers.delete(opened.ws)
    const socket = new LiveSocket(opened, actor, this.#world, this.#admitted++)
    this.sockets.add(socket)
    return socket
  }

  refuse(ws: WebSocket, name: LiveCloseName): void {
    this.strangers.delete(ws)
    this.#countClose(name)
    closeSocket(ws, name)
  }

  began(how: string): void {
    this.#countStream(how)
  }

  closeAll(name: LiveCloseName, retryMs?: () => number): void {
    for (const socket of this.sockets) socket.close(name, retryMs?.())
  }

  /** Those that do not answer a close. */
  cutOff(): void {
    for (const ws of this.#all) ws.terminate()
  }

  #forget(socket: LiveSocket): void {
    if (!this.sockets.delete(socket)) return
    for (const key of socket.rooms.values()) this.#options.audiences.leave(socket, key)
    const id = socket.actor.id ?? ''
    const left = (this.#ofHolder.get(id) ?? 1) - 1
    if (left > 0) this.#ofHolder.set(id, left)
    else this.#ofHolder.delete(id)
    if (this.sockets.size === 0) this.#lastLeft = performance.now()
  }
}
