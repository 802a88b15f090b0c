import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes ids like `evt_01kafw3v8h4e5r6t7y8z9a0b1c`: they sort by the time they were made. */
export type Ids = (prefix: string) => string

// Crockford's base 32: no i, l, o, u, so that an id read aloud or off a label stays right.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARS = 10
const TAIL_CHARS = 16

/** Within a millisecond the random part counts up, so ids of one process sort in the order they were made. */
export function makeIds(clock: Clock, random: (bytes: number) => Buffer = bytesInStore()): Ids {
  let lastMs = -1
  let time = ''
  // Sixteen digits of five bits. The first begins below 16, so counting up never runs over.
  let tail: number[] = []
  return (prefix) => {
    const ms = Math.max(clock.now().getTime(), lastMs)
    if (ms === lastMs) countUp(tail)
    else {
      lastMs = ms
      time = timeDigits(ms)
      tail = Array.from(random(TAIL_CHARS), (byte, i) => (i === 0 ? byte & 15 : byte & 31))
    }
    let id = `${prefix}_${time}`
    for (const digit of tail) id += ALPHABET.charAt(digit)
    return id
  }
}

const STORE_BYTES = 4096

/** Asking the system for many costs hardly more than asking it for a few; none is given twice. */
function bytesInStore(): (bytes: number) => Buffer {
  let store = Buffer.alloc(0)
  let taken = 0
  return (bytes) => {
    if (taken + bytes > store.length) {
      store = randomBytes(STORE_BYTES)
      taken = 0
    }
    return store.subarray(taken, (taken += bytes))
  }
}

function countUp(digits: number[]): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    const next = (digits[i] ?? 0) + 1
    digits[i] = next & 31
    if (next < 32) return
  }
}

function timeDigits(ms: number): string {
  let text = ''
  for (let rest = ms, i = 0; i < TIME_CHARS; i++, rest = Math.floor(rest / 32)) text = ALPHABET.charAt(rest % 32) + text
  return text
}
