import { once } from 'node:events'
import { connect } from 'node:net'
import { openDeviceSide, type DeviceAction, type Wish } from '@ils/oma/session/device-side'
import type { WireOptions } from '@ils/oma/session/wire'
import type { Message } from '@ils/oma/records/message'
import type { Bend } from './bend-bytes.ts'
import { sayBytes } from './say-bytes.ts'

/** One thing on the line, for a transcript. */
export interface Said {
  readonly by: 'device' | 'host' | 'note'
  readonly text: string
}

export interface Connection {
  readonly host: string
  readonly port: number
  readonly bend: Bend
  readonly timing: WireOptions
  readonly onSaid?: ((said: Said) => void) | undefined
}

export type WishEnd =
  | { readonly ok: true; readonly message: Message }
  | {
      readonly ok: false
      readonly reason: 'refused' | 'no_answer' | 'busy' | 'ended'
      readonly status?: number
      readonly message: string
    }

/** A machine that is connected; it wants one thing after the other. */
export interface Device {
  wish(wish: Wish): Promise<WishEnd>
  /** Says something on its own, past all manners. */
  shout(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Connects the device's side of a session to a real socket. */
export async function openDevice({ host, port, bend, timing, onSaid }: Connection): Promise<Device> {
  const socket = connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  const session = openDeviceSide(timing)
  const now = (): number => performance.now()
  const say = (by: Said['by'], text: string): void => onSaid?.({ by, text })
  let timer: NodeJS.Timeout | undefined
  let settle: ((end: WishEnd) => void) | undefined
  let writing = Promise.resolve()

  /** Pieces go one behind the other, whatever else is to be sent meanwhile. */
  const write = (bytes: Uint8Array): Promise<void> => {
    const pieces = bend.outgoing(bytes)
    writing = writing.then(async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return
        await new Promise((resolve) => socket.write(piece.bytes, resolve))
        if (piece.thenCut) {
          say('note', 'the connection is cut off')
          socket.destroy()
        }
        if (piece.thenWaitMs !== undefined) await pause(piece.thenWaitMs)
      }
    })
    if (pieces.length === 0) say('note', 'a receipt is forgotten')
    else say('device', sayBytes(joined(pieces.map((piece) => piece.bytes))))
    return writing
  }
  const end = (how: WishEnd): void => {
    settle?.(how)
    settle = undefined
  }
  const take = (actions: readonly DeviceAction[]): void => {
    for (const action of actions) {
      switch (action.kind) {
        case 'send':
          void write(action.bytes)
          break
        case 'notice':
          say('note', `${action.code}: ${action.message}`)
          break
        case 'end':
          say('note', `${action.reason}: ${action.message}`)
          socket.destroy()
          break
        case 'done':
          end({ ok: true, message: action.message })
          break
        case 'failed': {
          const { reason, status, message } = action
          end({ ok: false, reason, message, ...(status === undefined ? {} : { status }) })
        }
      }
    }
    clearTimeout(timer)
    const wake = session.wakeAt()
    if (wake !== undefined) {
      timer = setTimeout(() => take(session.handle({ kind: 'time', at: now() })), Math.max(0, wake - now()))
    }
  }
  socket.on('data', (bytes) => {
    say('host', sayBytes(bytes))
    const { seen, reply } = bend.incoming(bytes)
    if (reply) void write(reply)
    if (seen.length > 0) take(session.handle({ kind: 'bytes', bytes: seen, at: now() }))
  })
  // What goes wrong with a socket closes it, and that is what a session is told.
  socket.on('error', (error) => say('note', error.message))
  socket.on('close', () => {
    take(session.handle({ kind: 'closed', at: now() }))
    clearTimeout(timer)
  })
  return {
    wish: (wish) =>
      new Promise((resolve) => {
        settle = resolve
        take(session.handle({ kind: 'wish', wish, at: now() }))
      }),
    shout: (bytes) => {
      say('device', sayBytes(bytes))
      return new Promise((resolve) => {
        socket.write(bytes, () => {
          resolve()
        })
      })
    },
    async close() {
      await writing
      if (socket.destroyed) return
      socket.end()
      // A host that does not hang up too is left alone.
      const gone = setTimeout(() => socket.destroy(), GOING_MS)
      await new Promise((resolve) => socket.once('close', resolve))
      clearTimeout(gone)
    },
  }
}

const GOING_MS = 500

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => (ms === 0 ? setImmediate(resolve) : setTimeout(resolve, ms)))

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
