import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes ids like `evt_01kafw3v8h4e5r6t7y8z9a0b1c`: they sort by the time they were made. */
export type Ids = (prefix: string) => string

// Crockford's base 32: no i, l, o, u, so that an id read aloud or off a label stays right.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARS = 10
const RANDOM_BYTES = 10

/** Within a millisecond the random part counts up, so ids of one process sort in the order they were made. */
export function makeIds(clock: Clock, random: (bytes: number) => Buffer = randomBytes): Ids {
  let lastMs = -1
  let tail = 0n
  return (prefix) => {
    const ms = Math.max(clock.now().getTime(), lastMs)
    tail = ms === lastMs ? tail + 1n : BigInt(`0x${random(RANDOM_BYTES).toString('hex')}`) >> 1n
    lastMs = ms
    return `${prefix}_${encode(BigInt(ms), TIME_CHARS)}${encode(tail, 16)}`
  }
}

function encode(value: bigint, chars: number): string {
  let text = ''
  for (let rest = value, i = 0; i < chars; i++, rest >>= 5n) text = `${ALPHABET[Number(rest & 31n)] ?? ''}${text}`
  return text
}
