import type { Event } from '@ils/contract/event'
import type { LiveMessage } from '@ils/contract/live'

/** An event as it goes to sockets: written once, sent to all. */
export interface Told {
  readonly seq: number
  /** Rooms with whose eyes: see `audienceOf`. */
  readonly keys: readonly string[]
  readonly frame: Buffer
}

/** A room as one kind of reader hears it: of a practice only what is of that practice, of the lab everything. */
export const audienceOf = (room: string, practice: string | null): string => `${room}|${practice ?? ''}`

export function toldOf(event: Event, roomsOf: (event: Event) => readonly string[]): Told {
  const { practice, seq } = event
  const keys = roomsOf(event).flatMap((room) =>
    practice === null ? [audienceOf(room, null)] : [audienceOf(room, null), audienceOf(room, practice)],
  )
  return { seq, keys, frame: frameOf({ kind: 'event', seq, event: bodyOf(event) }) }
}

export const frameOf = (message: LiveMessage): Buffer => framed(JSON.stringify(message))

/**
 * A message as it stands on the wire: one whole frame of text without a mask (RFC 6455, 5.2), made once for all who are
 * sent it. Putting a head before the same bytes for each of ten thousand costs more than the bytes.
 */
export function framed(message: string): Buffer {
  const text = Buffer.from(message)
  const { length } = text
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x81
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, text])
}

/** Without who did it: as webhooks tell it. */
function bodyOf(event: Event) {
  const { id, type, version, at, practice, subject, subjectVersion, releaseId, data } = event
  return { id, type, version, timestamp: at, practice, subject, subjectVersion, releaseId, data }
}

/** The message in a frame. */
export function messageIn(frame: Buffer): string {
  const [, length = 0] = frame
  return frame.toString('utf8', length < 126 ? 2 : length === 126 ? 4 : 10)
}
