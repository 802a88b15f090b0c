import type { Message, OmaRecord } from '../records/message.ts'
import { fieldsOf } from '../records/read-value.ts'
import type { WantedLabel } from './initialisation.ts'

/** Labels whose records follow a format record and mean nothing without it. */
const FAMILY: Readonly<Record<string, readonly string[]>> = {
  TRCFMT: ['R', 'A'],
  ZFMT: ['Z', 'ZA'],
  STHKFMT: ['T'],
}
const MEMBERS = new Set(Object.values(FAMILY).flat())

/**
 * Of all that is known of a job, what a device listed, in its order; a format record brings its data along. `missing` are
 * the mandatory labels that are not there or say nothing.
 */
export function selectRecords(
  message: Message,
  wanted: readonly WantedLabel[],
): { message: Message; missing: string[] } {
  const groups = groupRecords(message)
  const taken = new Set<string>()
  const missing: string[] = []
  const records: OmaRecord[] = []
  for (const { label, mandatory } of wanted) {
    // Radii and heights come with their format, wherever the device lists them.
    if (taken.has(label) || (MEMBERS.has(label) && !wanted.every((one) => !FAMILY[one.label]?.includes(label))))
      continue
    taken.add(label)
    const found = groups.get(label) ?? []
    if (mandatory && !found.some(saysSomething)) missing.push(label)
    records.push(...found)
  }
  return { message: { records }, missing }
}

const saysSomething = ({ value }: OmaRecord): boolean =>
  fieldsOf(value).some((field) => !['', '?'].includes(field.trim()))

/** Records by the label that brings them along. Labels that belong to the conversation are its own to write. */
function groupRecords(message: Message): Map<string, OmaRecord[]> {
  const groups = new Map<string, OmaRecord[]>()
  let last: OmaRecord[] = []
  for (const record of message.records) {
    if (record.kind === 'continuation') last.push(record)
    if (record.kind !== 'record' || CONVERSATION.has(record.label)) continue
    const family = Object.keys(FAMILY).find((label) => FAMILY[label]?.includes(record.label))
    for (const label of family === undefined ? [record.label] : [family, record.label]) {
      const group = groups.get(label) ?? []
      group.push(record)
      groups.set(label, group)
      if (label === (family ?? record.label)) last = group
    }
  }
  return groups
}

const CONVERSATION = new Set(['REQ', 'ANS', 'JOB', 'STATUS', 'CRC'])

/** What goes out when a device has listed nothing. */
export const withoutConversation = (message: Message): Message => ({
  records: message.records.filter(({ kind, label }) =>
    kind === 'record' || kind === 'continuation' ? !CONVERSATION.has(label) : false,
  ),
})
