import { textOfBytes } from '../bytes.ts'
import type { Message, OmaRecord } from './message.ts'

const [LF, CR, SUB] = [0x0a, 0x0d, 0x1a]

/**
 * Reads any bytes as records, in time that grows with their number and no faster. Nothing is refused and nothing is
 * lost: the `raw` of all records, one after the other, is what came in.
 */
export function readMessage(source: Uint8Array | string): Message {
  const text = typeof source === 'string' ? source : textOfBytes(source)
  const end = endOfRecords(text)
  const records: OmaRecord[] = []
  // Each of these only moves on, so a text without one of them is searched for it once.
  const nextLf = seeker(text, '\n')
  const nextCr = seeker(text, '\r')
  const nextEquals = seeker(text, '=')
  let inRecord = false
  for (let start = 0; start < end;) {
    const stop = Math.min(nextLf(start), nextCr(start), end)
    // Endings come doubled and turned around on the wire, so all that follow at once belong to this line.
    let next = stop
    while (next < end && isEnding(text.charCodeAt(next))) next++
    const equals = nextEquals(start)
    const raw = text.slice(start, next)
    if (equals < stop) {
      inRecord = true
      records.push({ kind: 'record', label: labelOf(text, start, equals), value: text.slice(equals + 1, stop), raw })
    } else {
      const kind = stop === start ? 'blank' : inRecord ? 'continuation' : 'stray'
      records.push({ kind, label: '', value: text.slice(start, stop), raw })
    }
    start = next
  }
  if (end < text.length) records.push({ kind: 'end', label: '', value: '', raw: text.slice(end) })
  return { records }
}

const isEnding = (code: number): boolean => code === LF || code === CR

/** Where a DOS end of file begins that only padding follows; a 1A with records behind it is a byte like another. */
function endOfRecords(text: string): number {
  let end = text.length
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text.charCodeAt(at)
    if (code === SUB) end = at
    else if (code !== 0 && code !== 0x20 && !isEnding(code)) break
  }
  return end
}

function seeker(text: string, wanted: string): (from: number) => number {
  let found = -1
  return (from) => {
    if (found < from) {
      found = text.indexOf(wanted, from)
      if (found < 0) found = Number.POSITIVE_INFINITY
    }
    return found
  }
}

function labelOf(text: string, start: number, equals: number): string {
  for (let at = start; at < equals; at++) {
    const code = text.charCodeAt(at)
    // Lower case, spaces and what is beyond ASCII are rare enough to pay for a copy.
    if (code <= 0x20 || (code >= 0x61 && code <= 0x7a) || code > 0x7e) {
      return asciiUpper(text.slice(start, equals).trim())
    }
  }
  return text.slice(start, equals)
}

/** `toUpperCase` would make two characters of ß and leave latin-1 with ÿ. */
const asciiUpper = (label: string): string => label.replace(/[a-z]+/g, (letters) => letters.toUpperCase())
