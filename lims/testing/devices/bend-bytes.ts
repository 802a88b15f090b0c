import { ACK, FS, GS, NAK } from '@ils/oma/framing/control'
import type { Misbehaviour } from './misbehaviour.ts'

/** Bytes to be written in one go, and what comes after them. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly thenWaitMs?: number
  /** The connection is cut off behind them. */
  readonly thenCut?: true
}

/** Stands between a device that keeps its manners and the socket, and forgets them where it was told to. */
export interface Bend {
  outgoing(bytes: Uint8Array): Piece[]
  /** What of the host's bytes the device gets to see, and what it answers to the rest. */
  incoming(bytes: Uint8Array): { readonly seen: Uint8Array; readonly reply?: Uint8Array }
}

const SLOW = { bytes: 24, waitMs: 3 }
const MOST_NOISE = 24

export function bendBytes(ways: ReadonlySet<Misbehaviour>, roll: () => number): Bend {
  const once = new Set(ways)
  /** What is done once is not done again in the next connection: one bend serves them all. */
  const first = (way: Misbehaviour): boolean => once.delete(way)
  let refusing = false
  let receipts = 0

  const packet = (bytes: Uint8Array): Piece[] => {
    const half = bytes.subarray(0, Math.ceil(bytes.length / 2))
    if (first('disconnect')) return [{ bytes: half, thenCut: true }]
    if (first('stall')) return [{ bytes: half }]
    const said = first('bad-crc') ? withWrongSum(bytes) : bytes
    const before = ways.has('garbage') ? [{ bytes: noise(roll) }] : []
    const whole = ways.has('duplicate') ? [said, said] : [said]
    return [...before, ...whole.flatMap((one) => inPieces(one, ways))]
  }
  return {
    outgoing(bytes) {
      if (bytes[0] === FS) return packet(bytes)
      if (bytes[0] === ACK && ways.has('drop-ack') && ++receipts % 2 === 0) return []
      return [{ bytes }]
    },
    incoming(bytes) {
      if (!refusing && !once.has('nak')) return { seen: bytes }
      const begin = refusing ? 0 : bytes.indexOf(FS)
      if (begin < 0) return { seen: bytes }
      first('nak')
      const end = bytes.indexOf(GS, begin)
      refusing = end < 0
      if (refusing) return { seen: bytes.subarray(0, begin) }
      const seen = Uint8Array.from([...bytes.subarray(0, begin), ...bytes.subarray(end + 1)])
      return { seen, reply: Uint8Array.of(NAK) }
    },
  }
}

function inPieces(bytes: Uint8Array, ways: ReadonlySet<Misbehaviour>): Piece[] {
  if (ways.has('fragment')) return cut(bytes, 1).map((piece) => ({ bytes: piece, thenWaitMs: 0 }))
  if (ways.has('slow')) return cut(bytes, SLOW.bytes).map((piece) => ({ bytes: piece, thenWaitMs: SLOW.waitMs }))
  return [{ bytes }]
}

const cut = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

/** The last digit of `CRC=nnnnn CR LF GS` is another one. */
function withWrongSum(bytes: Uint8Array): Uint8Array {
  const wrong = bytes.slice()
  const last = wrong.length - 4
  wrong[last] = 0x30 + (((wrong[last] ?? 0x30) - 0x30 + 1) % 10)
  return wrong
}

/** Letters and high bytes: what frames packets would be more than noise. */
const noise = (roll: () => number): Uint8Array =>
  Uint8Array.from({ length: 1 + Math.floor(roll() * MOST_NOISE) }, () => {
    const byte = Math.floor(roll() * 192)
    return byte < 96 ? 0x20 + (byte % 95) : 0x80 + byte - 96
  })
