import type { Message, OmaRecord } from './message.ts'
import { recordLine } from './record-line.ts'

/** The first record of the label says this from now on; where there is none, one is added at the end. */
export function setValue(message: Message, label: string, value: string): Message {
  const at = message.records.findIndex((record) => record.label === label.toUpperCase())
  const old = message.records[at]
  if (old === undefined) return insertRecord(message, message.records.length, label, value)
  const next = afterRecord(message, at)
  const changed = { ...recordLine(label, value), raw: withValue(old, message.records[next - 1] ?? old, value) }
  return { records: message.records.toSpliced(at, next - at, changed) }
}

/** All records of a repeating label give way to these; the first of them stands where the first old one stood. */
export function replaceRecords(message: Message, label: string, values: readonly string[]): Message {
  const at = message.records.findIndex((record) => record.label === label.toUpperCase())
  const without = removeRecords(message, label)
  return values.reduce(
    (now, value, i) => insertRecord(now, at < 0 ? now.records.length : at + i, label, value),
    without,
  )
}

/** Takes out every record of the label, and the lines that continue it. */
export function removeRecords(message: Message, label: string): Message {
  const wanted = label.toUpperCase()
  let taking = false
  return {
    records: message.records.filter((record) => {
      taking = record.label === wanted || (taking && record.kind === 'continuation')
      return !taking
    }),
  }
}

/** Puts a record before the one that stands at this place; at the end it stays before a DOS end of file. */
export function insertRecord(message: Message, place: number, label: string, value: string): Message {
  const { records } = message
  const end = records.at(-1)?.kind === 'end' ? records.length - 1 : records.length
  const at = Math.max(0, Math.min(place, end))
  const ending = usualEnding(message)
  const line = recordLine(label, value, ending)
  const before = records[at - 1]
  if (before === undefined || endingOf(before.raw) !== '') return { records: records.toSpliced(at, 0, line) }
  // The last line had no ending: it needs one now, and the new last line goes without, as its message does.
  const closed = { ...before, raw: before.raw + ending }
  return { records: records.toSpliced(at - 1, 1, closed, recordLine(label, value, '')) }
}

/** The ending that the lines of this message have. */
export function usualEnding(message: Message): string {
  for (const { raw } of message.records) {
    const ending = endingOf(raw)
    if (ending !== '') return ending
  }
  return '\r\n'
}

const endingOf = (raw: string): string => {
  let at = raw.length
  while (at > 0 && (raw.charAt(at - 1) === '\n' || raw.charAt(at - 1) === '\r')) at--
  return raw.slice(at)
}

/** The label as it was written, the new value, and the ending of the last line that goes. */
const withValue = (old: OmaRecord, last: OmaRecord, value: string): string =>
  old.raw.slice(0, old.raw.indexOf('=') + 1) + value + endingOf(last.raw)

function afterRecord(message: Message, at: number): number {
  let next = at + 1
  while (message.records[next]?.kind === 'continuation') next++
  return next
}
