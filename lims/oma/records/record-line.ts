import { OmaRefusal } from '../refusal.ts'
import type { OmaRecord } from './message.ts'

/** Bytes that mean something to the wire: they would end the line or the packet around it. */
const RESERVED = new Set([0x06, 0x0a, 0x0d, 0x11, 0x13, 0x15, 0x1a, 0x1c, 0x1d, 0x1e])

/** One record, ready to be sent. What could not be read back the same is refused. */
export function recordLine(label: string, value: string, ending = '\r\n'): OmaRecord {
  const fault = faultOfLine(label, value)
  if (fault) throw fault
  return { kind: 'record', label: label.toUpperCase(), value, raw: `${label}=${value}${ending}` }
}

/** Why this cannot be a record; nothing if it can. */
export function faultOfLine(label: string, value: string): OmaRefusal | undefined {
  const upper = label.toUpperCase()
  if (!/^[!-<>-~]+$/.test(label)) {
    return new OmaRefusal('label', `"${label}" is not a label: write ASCII without spaces and "="`)
  }
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code > 0xff) return new OmaRefusal('character', `${upper}: "${value.charAt(at)}" is not in latin-1`)
    if (RESERVED.has(code)) {
      const byte = code.toString(16).padStart(2, '0')
      return new OmaRefusal('character', `${upper}: byte ${byte} at ${at + 1} is reserved`)
    }
  }
  return undefined
}
