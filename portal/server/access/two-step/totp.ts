import { createHmac, randomBytes } from 'node:crypto'

/** Time-based one-time passwords by RFC 6238 over RFC 4226: SHA-1, 30 seconds, six digits, as every authenticator has them. */
const STEP_SECONDS = 30
const DIGITS = 6
/** One step either way, for clocks that differ and people who type slowly (RFC 6238, 5.2). */
const SKEW_STEPS = 1
const SECRET_BYTES = 20
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const freshTotpSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** RFC 4226, 5.3: dynamic truncation of the HMAC of the counter. */
export function codeAt(secret: Uint8Array, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac[mac.length - 1] ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

export const stepAt = (time: Date): number => Math.floor(time.getTime() / 1000 / STEP_SECONDS)

/** The step whose code this is, if it is one that counts now and none of it or later was taken before. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date, lastUsed: number | null): number | undefined {
  const current = stepAt(now)
  for (let step = current - SKEW_STEPS; step <= current + SKEW_STEPS; step++) {
    // Six digits and a few tries: comparing them takes no time that tells something.
    if (step > (lastUsed ?? -1) && codeAt(secret, step) === code) return step
  }
  return undefined
}

/** RFC 4648, section 6, without padding: authenticators take it so. */
export function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((value >>> bits) & 31)
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET.charAt((value << (5 - bits)) & 31) : text
}

/** What authenticators read from a QR code (Key Uri Format of Google Authenticator). */
export function totpUri(secret: Uint8Array, email: string, issuer: string): string {
  const fields = new URLSearchParams({
    secret: base32(secret),
    issuer,
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  })
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?${fields.toString().replaceAll('+', '%20')}`
}
