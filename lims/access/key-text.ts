import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SECRET_CHARS = 43 // 256 bits in base 62
const CHECKSUM_CHARS = 6 // 32 bits in base 62
const SHOWN_CHARS = 8
const SHAPE = new RegExp(`^lims_[0-9A-Za-z]{${SECRET_CHARS + CHECKSUM_CHARS}}$`)

export interface KeyText {
  /** The key itself, to be shown once. */
  readonly secret: string
  /** Enough to recognise it by. */
  readonly prefix: string
  /** What is stored. The secret is 256 random bits: a slow hash would add nothing. */
  readonly hash: string
}

/** Makes the text of a new key: `lims_`, 256 random bits, and a checksum that finds typing errors without a look-up. */
export function makeKeyText(random: (bytes: number) => Buffer = randomBytes): KeyText {
  const body = base62(BigInt(`0x${random(32).toString('hex')}`), SECRET_CHARS)
  const secret = `lims_${body}${checksum(body)}`
  return { secret, prefix: secret.slice(0, 5 + SHOWN_CHARS), hash: hashOf(secret) }
}

/** Whether a text can be a key at all: its shape and checksum. */
export function isKeyText(text: string): boolean {
  return SHAPE.test(text) && text.endsWith(checksum(text.slice(5, 5 + SECRET_CHARS)))
}

export function hashOf(secret: string): string {
  return hash('sha256', secret)
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), CHECKSUM_CHARS)

function base62(value: bigint, chars: number): string {
  let text = ''
  for (let rest = value, i = 0; i < chars; i++, rest /= 62n) text = `${DIGITS[Number(rest % 62n)] ?? ''}${text}`
  return text
}
