/**
 * CRC-16/XMODEM (polynomial 1021h, initial value 0, not reflected): the check sum of a packet over its body, from behind
 * FS up to and including RS. Source: an implementation that talks to tracers; "123456789" gives 12739.
 */
export function crcOf(bytes: Uint8Array, initial = 0): number {
  let crc = initial
  for (const byte of bytes) {
    // The table has an entry for every byte.
    crc = ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ byte]!
  }
  return crc
}

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : crc << 1
  return crc
})
