import type { Message } from './message.ts'
import { recordLine } from './record-line.ts'
import { formatValue, type NumberStyle, type Written } from './write-value.ts'

/** A label and its value; the third says how its numbers are written, where the dictionary does not suit. */
export type Entry = readonly [label: string, value: Written, style?: NumberStyle]

export const buildMessage = (entries: readonly Entry[], ending = '\r\n'): Message => ({
  records: entries.map(([label, value, style]) => recordLine(label, formatValue(label, value, style), ending)),
})
