import { ACK, ESC, FS, GS, NAK, RS, XOFF, XON } from './control.ts'

/** What binary data may not hold as it is: it would end a record, a field or a packet, or be taken for a receipt. */
const RESERVED = new Set([ACK, NAK, XON, XOFF, ESC, FS, GS, RS, 0x0a, 0x0d, 0x1a])

/** Binary data for a record: a reserved byte becomes ESC and the byte + 80h, as seen in a format-4 trace (1B 91, 1B 9C, 1B 9E). */
export function escapeBytes(bytes: Uint8Array): Uint8Array {
  const escaped: number[] = []
  for (const byte of bytes) {
    if (RESERVED.has(byte)) escaped.push(ESC, byte + 0x80)
    else escaped.push(byte)
  }
  return Uint8Array.from(escaped)
}

/** The way back. An ESC before anything below 80h escapes nothing, and both bytes stay as they are. */
export function unescapeBytes(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const [byte = 0, next = 0] = [bytes[at], bytes[at + 1]]
    if (byte === ESC && next >= 0x80) {
      plain[length++] = next - 0x80
      at++
    } else plain[length++] = byte
  }
  return plain.slice(0, length)
}
