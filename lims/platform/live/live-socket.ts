import { liveCloses, type LiveCloseName } from '@ils/contract/live-closes'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Actor } from '../actor.ts'
import type { Told } from './told.ts'

const MOST_QUEUED = 500
const MOST_BUFFERED_BYTES = 1024 * 1024
/** With more than this on its way, a snapshot waits: by then there may be a newer one. */
const SNAPSHOTS_WAIT_BYTES = 64 * 1024
/** What is sent again goes no faster than it is read. */
const REPLAY_QUEUED = 100
const LAST_WORDS_MS = 5000

export interface SocketWorld {
  /** It has room for what it is owed. */
  pay(socket: LiveSocket): void
  frameSent(): void
  /** It is told nothing more, and why. */
  gone(socket: LiveSocket, why: LiveCloseName | 'by_reader'): void
}

/** A socket as it was opened, with the connection below it. */
export interface Opened {
  readonly ws: WebSocket
  readonly connection: Duplex
}

/** One reader: what it listens to, how far it was told, and how much of that is still on its way. */
export class LiveSocket {
  readonly actor: Actor
  /** Rooms by their name, and as what they are heard. */
  readonly rooms = new Map<string, string>()
  /** Snapshots that came while there was too much on its way. */
  readonly owed = new Set<string>()
  endsAt: Date | null
  /** Everything up to here was told, or was not for it. */
  seen = 0
  awaitsPong = false
  /** What happens is told to it; until then it is told what happened. */
  isOpen = false
  /** Its second of the heartbeat. */
  readonly phase: number
  readonly left: Promise<void>
  #ws: WebSocket
  #connection: Duplex
  #world: SocketWorld
  #queued = 0
  #over = false
  #drained: (() => void)[] = []
  #sent = (): void => {
    this.#queued--
    if (this.#drained.length > 0 && this.#queued <= REPLAY_QUEUED / 2) this.#wakeDrained()
    if (this.owed.size > 0 && this.canTakeSnapshot) this.#world.pay(this)
  }

  constructor({ ws, connection }: Opened, actor: Actor, world: SocketWorld, phase: number) {
    this.#ws = ws
    this.#connection = connection
    this.#world = world
    this.actor = actor
    this.phase = phase
    this.endsAt = actor.endsAt ?? null
    this.left = new Promise((resolve) => {
      ws.once('close', () => {
        if (!this.#over) world.gone(this, 'by_reader')
        this.#over = true
        this.#wakeDrained()
        resolve()
      })
    })
  }

  /** It is told nothing more. */
  get over(): boolean {
    return this.#over
  }

  get canTakeSnapshot(): boolean {
    return this.#connection.writableLength <= SNAPSHOTS_WAIT_BYTES
  }

  tell(told: Told): void {
    // A room may be heard in two ways, and an event happen in two rooms.
    if (told.seq <= this.seen) return
    this.seen = told.seq
    this.send(told.frame)
  }

  send(frame: Buffer): void {
    if (this.#over) return
    this.#queued++
    this.#world.frameSent()
    // Whole frames, past the library: it would copy, and it holds nothing back that could come in between.
    this.#connection.write(frame, this.#sent)
    if (this.#queued > MOST_QUEUED || this.#connection.writableLength > MOST_BUFFERED_BYTES) this.close('too_slow')
  }

  /** Waits until there is room for more of what is sent again. */
  async room(): Promise<void> {
    while (this.#queued > REPLAY_QUEUED && !this.#over) {
      await new Promise<void>((resolve) => this.#drained.push(resolve))
    }
  }

  ping(): void {
    this.awaitsPong = true
    this.#ws.ping()
  }

  /** Says why, and goes; with `retryMs` it is told when to come again. */
  close(name: LiveCloseName, retryMs?: number): void {
    if (this.#over) return
    this.#over = true
    this.#world.gone(this, name)
    closeSocket(this.#ws, name, retryMs)
    this.#wakeDrained()
  }

  /** Without a word, to one that does not answer. */
  drop(name: LiveCloseName): void {
    if (this.#over) return
    this.#over = true
    this.#world.gone(this, name)
    this.#ws.terminate()
    this.#wakeDrained()
  }

  #wakeDrained(): void {
    for (const go of this.#drained.splice(0)) go()
  }
}

/** A close frame waits behind what was sent before; who does not read that is cut off. */
export function closeSocket(ws: WebSocket, name: LiveCloseName, retryMs?: number): void {
  ws.close(liveCloses[name].code, JSON.stringify({ name, ...(retryMs === undefined ? {} : { retryMs }) }))
  const cut = setTimeout(() => {
    ws.terminate()
  }, LAST_WORDS_MS)
  cut.unref()
  ws.once('close', () => {
    clearTimeout(cut)
  })
}
