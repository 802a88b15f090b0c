import { didYouMean } from '../language/nearest-word.ts'
import { isKnownSection, isListOfThings } from './draft-form.ts'
import { about, putThing, removeThing, short, unknownThing, type Outcome } from './edit-list.ts'
import {
  closeKind,
  closeRows,
  closeSection,
  entriesOf,
  listOf,
  recordOf,
  restore,
  type OpenDraft,
} from './open-draft.ts'
import type { Operation, OperationPart, Problem } from './operation.ts'
import { isRecord } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'
import { openList, type Thing, type ThingList } from './thing-list.ts'

/** Sections whose things are the parts. */
const sections: Readonly<Partial<Record<OperationPart, string>>> = {
  fact: 'vocabulary',
  group: 'groups',
  rule: 'rules',
  table: 'tables',
  case: 'cases',
  accepted: 'accepted',
}

/** Does one operation of the right form to a draft, or says why it cannot be done and does nothing. */
export function applyOperation(draft: OpenDraft, operation: Operation): Outcome {
  const covered = wholesOf(operation).some((whole) => draft.restored.has(whole))
  const outcome = applyPart(draft, operation)
  // Somewhere earlier its whole is put back.
  return covered && outcome && 'undo' in outcome ? { undo: [] } : outcome
}

function applyPart(draft: OpenDraft, operation: Operation): Outcome {
  const { part, id } = operation
  switch (part) {
    case 'name':
      return putWhole(draft, operation, 'name')
    case 'section':
      return putWhole(draft, operation, id)
    case 'setting':
      return applyToRecord(draft, 'settings', operation)
    case 'condition':
      return applyToRecord(draft, 'conditions', operation)
    case 'kind':
      closeKind(draft, id)
      return applyToRecord(draft, 'catalogue', operation)
    case 'entry':
      return applyToEntry(draft, operation)
    case 'row':
      return applyToRow(draft, operation)
    default: {
      if (part === 'table') closeRows(draft, id)
      const section = sections[part] ?? ''
      return applyToList(listOf(draft, section), operation, () => restore(draft, 'section', section))
    }
  }
}

/** What contains it and may have been put back whole. */
function wholesOf({ part, in: inside = '' }: Operation): readonly string[] {
  if (part === 'row') return [`table ${inside}`, 'section tables']
  if (part === 'entry') return [`kind ${inside}`]
  return [`section ${sections[part] ?? ''}`]
}

function applyToList(list: ThingList, operation: Operation, whole: () => readonly Operation[]): Outcome {
  if (operation.op === 'remove') return removeThing(list, operation, whole)
  const value = operation.value as Thing // its form was looked at
  const named = Object.hasOwn(value, list.key) ? value : { [list.key]: operation.id, ...value }
  return putThing(list, operation, named, whole)
}

function applyToRecord(draft: OpenDraft, section: string | null, operation: Operation): Outcome {
  const { id } = operation
  const record = section === null ? draft.whole : (draft.whole[section] as Thing) // its form was looked at
  const isThere = Object.hasOwn(record, id)
  const was = isThere ? record[id] : undefined
  if (operation.op === 'remove' && !isThere) return { problem: unknownThing(operation, Object.keys(record)) }
  if (operation.op === 'put' && isThere && sameValue(was, operation.value)) return null
  const written = section === null ? draft.whole : recordOf(draft, section)
  if (operation.op === 'remove') Reflect.deleteProperty(written, id)
  else written[id] = operation.value
  return { undo: [isThere ? { op: 'put', ...about(operation), value: was } : { op: 'remove', ...about(operation) }] }
}

function putWhole(draft: OpenDraft, operation: Operation, section: string): Outcome {
  if (operation.op === 'remove' && isKnownSection(section)) {
    const message = `A rulebook has \`${section}\`: it can be put, not removed.`
    return { problem: { code: 'cannot_remove', field: 'id', message, value: section } }
  }
  closeSection(draft, section)
  return applyToRecord(draft, null, operation)
}

function applyToEntry(draft: OpenDraft, operation: Operation): Outcome {
  const kind = operation.in ?? ''
  const open = entriesOf(draft, kind)
  if (open) return applyToList(open, operation, () => restore(draft, 'kind', kind))
  if (operation.op === 'remove') {
    const known = Object.keys(closeSection(draft, 'catalogue') as object) // its form was looked at
    const message = `The catalogue has no kind \`${short(kind)}\`${didYouMean(kind, known)}`
    return { problem: { code: 'unknown_kind', field: 'in', message, value: kind } }
  }
  const entries = openList([], false)
  const outcome = applyToList(entries, operation, () => [])
  if (!outcome || 'problem' in outcome) return outcome
  recordOf(draft, 'catalogue')[kind] = entries.items
  return { undo: [{ op: 'remove', part: 'kind', id: kind }] }
}

function applyToRow(draft: OpenDraft, operation: Operation): Outcome {
  const table = operation.in ?? ''
  const columns = columnsOf(draft, table)
  if (typeof columns !== 'number') return { problem: columns }
  let rows = rowsOf(draft, table)
  if (!rows) {
    const message = `The rows of \`${short(table)}\` are no list of objects with an id of their own each: put the table as a whole.`
    return { problem: { code: 'wrong_form', field: 'in', message, value: table } }
  }
  const found = operation.op === 'put' ? lengthOf(operation.value) : columns
  if (found !== columns) {
    const message = `A row of \`${short(table)}\` has ${columns} cells, one for each column; found ${found}.`
    return { problem: { code: 'wrong_length', field: 'value/cells', message, value: found } }
  }
  const was = rows.byId.get(operation.id)
  if (!was || lengthOf(was) === columns) return applyToList(rows, operation, () => [])
  // Its columns changed meanwhile: no step could put such a row back.
  const undo = restore(draft, 'table', table)
  rows = rowsOf(draft, table) ?? rows
  const outcome = applyToList(rows, operation, () => [])
  return outcome && 'undo' in outcome ? { undo } : outcome
}

function lengthOf(row: unknown): number {
  const cells = isRecord(row) ? row['cells'] : undefined
  return Array.isArray(cells) ? cells.length : -1
}

/** How many there are, or why nobody knows. */
function columnsOf(draft: OpenDraft, table: string): number | Problem {
  const { byId } = listOf(draft, 'tables')
  const thing = byId.get(table)
  const problem = (code: string, message: string): Problem => ({ code, field: 'in', message, value: table })
  if (thing === undefined)
    return problem('unknown_table', `There is no table \`${short(table)}\`${didYouMean(table, byId.keys())}`)
  if (thing === null) return problem('ambiguous_id', `Several tables are called \`${short(table)}\`.`)
  const { inputs, outputs } = thing
  if (Array.isArray(inputs) && Array.isArray(outputs)) return inputs.length + outputs.length
  return problem('wrong_form', `The table \`${short(table)}\` has no lists of inputs and outputs: put it as a whole.`)
}

/** Open, or nothing where they cannot be told apart. */
function rowsOf(draft: OpenDraft, table: string): ThingList | undefined {
  const open = draft.rows.get(table)
  if (open) return open
  const given = listOf(draft, 'tables').byId.get(table)?.['rows']
  if (!isListOfThings(given)) return undefined
  const rows = openList(given, true)
  if (rows.byId.size < given.length) return undefined
  draft.rows.set(table, rows)
  return rows
}
