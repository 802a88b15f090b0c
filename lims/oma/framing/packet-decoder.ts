import { ACK, FS, GS, NAK, RS, XOFF, XON } from './control.ts'
import { crcOf } from './crc.ts'

/** Far above 1440 radii and heights of two eyes, which need about 40,000. */
export const LARGEST_PACKET = 262_144
/** A check sum, its label and its line ending; anything longer behind RS is not one. */
const LONGEST_TRAILER = 32
/** So that someone who sends no packet at all is noticed. */
const STRAY_AT_ONCE = 1024

export type Received =
  | { readonly kind: 'ack' | 'nak' | 'xon' | 'xoff' }
  /** The body is what stood between FS and RS; `crc` says whether a check sum stood behind it, which then was right. */
  | { readonly kind: 'packet'; readonly body: Uint8Array; readonly crc: boolean }
  | { readonly kind: 'broken'; readonly code: BrokenCode; readonly message: string }
  /** Bytes outside of packets that mean nothing there; line endings and other padding are not counted. */
  | { readonly kind: 'stray'; readonly bytes: number }

export type BrokenCode = 'crc' | 'too_large' | 'begun_again' | 'reserved_byte' | 'trailer' | 'given_up'

export interface PacketDecoder {
  /** What these bytes complete. However a stream is cut, the answers in a row are the same. */
  push(bytes: Uint8Array): Received[]
  /** Whether a packet has begun and not ended. */
  inPacket(): boolean
  /** Forgets the packet that has begun: its sender went silent. */
  giveUp(): Received[]
}

export interface DecoderOptions {
  readonly maxBytes?: number
  /** Where the other side is known to send check sums: a packet without one has lost it, and is broken. */
  readonly needCrc?: boolean
}

/** Packets, receipts and noise out of a stream; each byte is looked at once, and memory is bound by the largest packet. */
export function openPacketDecoder({ maxBytes = LARGEST_PACKET, needCrc = false }: DecoderOptions = {}): PacketDecoder {
  let state: 'outside' | 'body' | 'trailer' | 'skipping' = 'outside'
  let body = new Uint8Array(Math.min(4096, maxBytes))
  let length = 0
  let trailer = ''
  let stray = 0
  let out: Received[] = []

  const tellStray = (): void => {
    if (stray > 0) out.push({ kind: 'stray', bytes: stray })
    stray = 0
  }
  const begin = (): void => {
    state = 'body'
    length = 0
    trailer = ''
  }
  const broken = (code: BrokenCode, message: string, next: 'outside' | 'skipping'): void => {
    out.push({ kind: 'broken', code, message })
    state = next
  }
  const keep = (byte: number): void => {
    if (length === maxBytes)
      return void broken('too_large', `A packet is over the limit of ${maxBytes} bytes`, 'skipping')
    if (length === body.length) {
      const larger = new Uint8Array(Math.min(maxBytes, body.length * 2))
      larger.set(body)
      body = larger
    }
    body[length++] = byte
  }
  const end = (): void => {
    state = 'outside'
    const sum = /^(?:CRC=\s*(\d{1,5})\s*)?$/i.exec(trailer.trim())
    if (!sum) return void broken('trailer', 'Something other than a check sum stands behind RS', 'outside')
    const whole = body.slice(0, length)
    const written = sum[1]
    if (written === undefined && needCrc) return void broken('crc', 'A packet came without its check sum', 'outside')
    if (written !== undefined) {
      const found = crcOf(Uint8Array.of(RS), crcOf(whole))
      if (Number(written) !== found) {
        return void broken('crc', `The check sum says ${Number(written)}, and the packet has ${found}`, 'outside')
      }
    }
    out.push({ kind: 'packet', body: whole, crc: written !== undefined })
  }
  const outside = (byte: number): void => {
    const receipt = receipts[byte]
    if (byte === FS || receipt !== undefined) tellStray()
    if (byte === FS) begin()
    else if (receipt !== undefined) out.push({ kind: receipt })
    else if (!isPadding(byte) && ++stray === STRAY_AT_ONCE) tellStray()
  }
  const take = (byte: number): void => {
    if (state === 'outside') return void outside(byte)
    // Flow control is the wire's and may come between any two bytes.
    if (byte === XON || byte === XOFF) return void out.push({ kind: byte === XON ? 'xon' : 'xoff' })
    if (byte === FS) {
      if (state !== 'skipping') broken('begun_again', 'A packet began before the one before it ended', 'outside')
      begin()
    } else if (byte === GS) {
      if (state === 'skipping') state = 'outside'
      else end()
    } else if (state === 'skipping') return
    else if (byte === ACK || byte === NAK) {
      broken('reserved_byte', `A packet holds the byte ${byte === ACK ? '06' : '15'}, which is a receipt`, 'skipping')
    } else if (state === 'body') {
      if (byte === RS) state = 'trailer'
      else keep(byte)
    } else if (byte === RS || trailer.length === LONGEST_TRAILER) {
      broken('trailer', 'Something other than a check sum stands behind RS', 'skipping')
    } else trailer += String.fromCharCode(byte)
  }
  return {
    push(bytes) {
      out = []
      for (const byte of bytes) take(byte)
      return out
    },
    inPacket: () => state !== 'outside',
    giveUp() {
      out = []
      if (state === 'skipping') state = 'outside'
      else if (state !== 'outside') broken('given_up', 'A packet began and did not end in time', 'outside')
      return out
    },
  }
}

const receipts: Readonly<Record<number, 'ack' | 'nak' | 'xon' | 'xoff'>> = {
  [ACK]: 'ack',
  [NAK]: 'nak',
  [XON]: 'xon',
  [XOFF]: 'xoff',
}

/** Line endings, spaces, zeros and a DOS end of file stand between packets of some machines. */
const isPadding = (byte: number): boolean =>
  byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x00 || byte === 0x1a || byte === GS || byte === RS
