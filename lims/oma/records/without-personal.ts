import type { Message } from './message.ts'
import { labels } from './labels.ts'

/** Labels that name or describe a person, by the dictionary. */
export const personalLabels: readonly string[] = Object.entries(labels)
  .filter(([, { personal }]) => personal === true)
  .map(([label]) => label)

/**
 * The same message with every personal value emptied, that of a vendor's shadow (`_PATIENT`) too; lines that continue one
 * go. All other bytes stay. A free text (REM, TEXT_nn) may name a person as well: only its reader can tell.
 */
export function withoutPersonal(message: Message, personal: readonly string[] = personalLabels): Message {
  const wanted = new Set(personal.map((label) => label.toUpperCase()))
  let within = false
  const records = message.records.flatMap((record) => {
    if (record.kind === 'continuation') return within ? [] : [record]
    within = record.kind === 'record' && (wanted.has(record.label) || wanted.has(record.label.replace(/^[_.]+/, '')))
    if (!within || record.value === '') return [record]
    const equals = record.raw.indexOf('=') + 1
    return [{ ...record, value: '', raw: record.raw.slice(0, equals) + record.raw.slice(equals + record.value.length) }]
  })
  return { records }
}
