import { encodePacket } from '@ils/oma/framing/encode-packet'
import { buildMessage, type Entry } from '@ils/oma/records/build-message'
import { writeMessage } from '@ils/oma/records/write-message'
import type { Wish } from '@ils/oma/session/device-side'
import { statusCode } from '@ils/oma/session/status'
import type { WireOptions } from '@ils/oma/session/wire'
import { bendBytes } from './bend-bytes.ts'
import { dice } from './dice.ts'
import type { Misbehaviour } from './misbehaviour.ts'
import { openDevice, pause, type Device, type Said, type WishEnd } from './open-device.ts'

export interface TalkOptions {
  readonly host: string
  readonly port: number
  readonly misbehave?: readonly Misbehaviour[]
  /** The same seed makes the same shapes, errors and noise. */
  readonly seed?: number
  readonly timing?: WireOptions
  readonly onSaid?: (said: Said) => void
  /** How often a connection that was lost is made anew. */
  readonly reconnects?: number
}

type Initialise = Extract<Wish, { readonly kind: 'initialise' }>

/** What a machine's program does with its host. */
export interface Talk {
  readonly roll: () => number
  readonly ways: ReadonlySet<Misbehaviour>
  /** Connects, and says nothing yet. */
  connect(): Promise<void>
  ask(wish: Wish): Promise<WishEnd>
  close(): Promise<void>
}

const FLOOD = 200
const BUSY = { times: 20, waitMs: 100 }
const RECONNECT_MS = 50

/**
 * A connection as a machine's program uses it: said once who it is, made anew where it was lost, patient with a host that
 * is busy. What a machine wishes is repeated whole after a loss: the host must cope with it.
 */
export function openTalk(first: Initialise, options: TalkOptions): Talk {
  const { host, port, misbehave = [], seed = 1, timing = {}, onSaid, reconnects = 3 } = options
  const roll = dice(seed)
  const ways = new Set(misbehave)
  const bend = bendBytes(ways, roll)
  // A wrong check sum needs one to be wrong.
  const unsummed = timing.crc === undefined || timing.crc === 'none'
  const style: WireOptions = ways.has('bad-crc') && unsummed ? { ...timing, crc: 'five digits' } : timing
  let device: Device | undefined
  let introduced = ways.has('no-init')
  let flooded = !ways.has('flood')

  const opened = async (): Promise<Device> => (device ??= await openDevice({ host, port, bend, timing: style, onSaid }))
  const once = async (wish: Wish): Promise<WishEnd> => {
    const open = await opened()
    if (!flooded) {
      flooded = true
      for (let n = 0; n < FLOOD; n++) await open.shout(nonsense(n))
    }
    if (!introduced && wish.kind !== 'initialise') {
      const said = await open.wish(first)
      if (!said.ok) return said
      introduced = true
    }
    const end = await open.wish(wish)
    if (end.ok || end.status !== statusCode('need initialisation')) return end
    // It has to say who it is after all.
    const said = await open.wish(first)
    introduced = said.ok
    return said.ok ? open.wish(wish) : said
  }
  return {
    roll,
    ways,
    async connect() {
      // Who cannot be reached now is tried again with the first wish.
      await opened().catch(() => undefined)
    },
    async ask(wish) {
      let [lost, busy] = [0, 0]
      for (;;) {
        const end = await once(wish).catch(unreachable)
        if (end.ok) return end
        if (end.status === statusCode('busy') && busy++ < BUSY.times) await pause(BUSY.waitMs)
        else if ((end.reason === 'ended' || end.reason === 'no_answer') && lost++ < reconnects) {
          await device?.close()
          device = undefined
          introduced = ways.has('no-init')
          await pause(RECONNECT_MS * lost)
        } else return end
      }
    },
    async close() {
      await device?.close()
      device = undefined
    },
  }
}

/** A host that is not there, or hangs up at once. */
const unreachable = (error: unknown): WishEnd => ({
  ...{ ok: false, reason: 'ended' },
  message: error instanceof Error ? error.message : String(error),
})

const nonsense = (n: number): Uint8Array => {
  const entries: Entry[] = [
    ['REQ', 'STA'],
    ['JOB', `FLOOD-${n}`],
  ]
  return encodePacket(writeMessage(buildMessage(entries)))
}
