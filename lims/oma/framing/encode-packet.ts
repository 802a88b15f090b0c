import { OmaRefusal } from '../refusal.ts'
import { FS, GS, RS } from './control.ts'
import { crcOf } from './crc.ts'
import { LARGEST_PACKET } from './packet-decoder.ts'

export interface PacketStyle {
  /** `none` leaves the place behind RS empty, as many machines do; one vendor wants five digits. */
  readonly crc?: 'none' | 'decimal' | 'five digits'
  readonly maxBytes?: number
}

/** A message as the wire wants it: FS body RS [CRC=n CR LF] GS. */
export function encodePacket(
  body: Uint8Array,
  { crc = 'none', maxBytes = LARGEST_PACKET }: PacketStyle = {},
): Uint8Array {
  if (body.length > maxBytes) {
    throw new OmaRefusal('packet_too_large', `A packet of ${body.length} bytes is over the limit of ${maxBytes}`)
  }
  const stray = body.findIndex((byte) => FORBIDDEN.has(byte))
  if (stray >= 0) {
    throw new OmaRefusal(
      'character',
      `Byte ${textOfHex(body[stray] ?? 0)} at ${stray + 1} cannot stand in a packet: escape it`,
    )
  }
  const sum =
    crc === 'none'
      ? ''
      : `CRC=${String(crcOf(Uint8Array.of(RS), crcOf(body))).padStart(crc === 'decimal' ? 1 : 5, '0')}\r\n`
  const packet = new Uint8Array(body.length + sum.length + 3)
  packet[0] = FS
  packet.set(body, 1)
  packet[body.length + 1] = RS
  for (let at = 0; at < sum.length; at++) packet[body.length + 2 + at] = sum.charCodeAt(at)
  packet[packet.length - 1] = GS
  return packet
}

const FORBIDDEN = new Set([0x06, 0x11, 0x13, 0x15, FS, GS, RS])

const textOfHex = (byte: number): string => byte.toString(16).padStart(2, '0')
