import type { Rulebook } from '../language/rulebook.ts'
import { isListOfThings } from './draft-form.ts'
import { namesThatStay } from './moves-between.ts'
import { MOST_OPERATIONS, type Operation, type OperationPart } from './operation.ts'
import { isRecord } from './rulebook-tree.ts'
import { sameValue } from './same-value.ts'
import type { Thing } from './thing-list.ts'

/** Where there are too many, what has more than so many is put as a whole. */
const MANY = 500

type Sides = readonly [before: unknown, after: unknown]

/**
 * The small operations that make one rulebook into the other: once they are applied both have one hash. A table whose rows
 * alone differ is edited by rows. What cannot be said in small operations, such as two things of one name, or not in as
 * few as are applied at once, is said by its whole section.
 */
export function operationsBetween(before: Rulebook, after: Rulebook): readonly Operation[] {
  const sections = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  const parts = sections.map((section) => {
    const sides: Sides = [valueIn(before, section), valueIn(after, section)]
    const whole = putOrRemove('section', section, sides)
    return { whole, operations: sameValue(...sides) ? [] : (small.get(section)?.(...sides) ?? whole) }
  })
  const count = parts.reduce((sum, { operations }) => sum + operations.length, 0)
  return parts.flatMap(({ whole, operations }) =>
    count > MOST_OPERATIONS && operations.length > MANY ? whole : operations,
  )
}

/** The operations of a section, or nothing where small ones do not lead there. */
type Small = (before: unknown, after: unknown) => readonly Operation[] | null

const small = new Map<string, Small>([
  ['name', (...[, value]) => [{ op: 'put', part: 'name', id: 'name', value }]],
  ['settings', (...sides) => betweenRecords('setting', sides)],
  ['vocabulary', (...sides) => betweenThings('fact', sides)],
  ['catalogue', betweenCatalogues],
  ['groups', (...sides) => betweenOrdered('group', sides)],
  ['conditions', (...sides) => betweenRecords('condition', sides)],
  ['rules', (...sides) => betweenThings('rule', sides)],
  ['tables', (...sides) => betweenThings('table', sides, betweenTables)],
  ['cases', (...sides) => betweenThings('case', sides)],
  ['accepted', (...sides) => betweenThings('accepted', sides)],
])

function putOrRemove(part: OperationPart, id: string, [before, after]: Sides, inside?: string): readonly Operation[] {
  const about = { part, id, ...(inside === undefined ? {} : { in: inside }) }
  if (after === undefined) return [{ op: 'remove', ...about }]
  return sameValue(before, after) ? [] : [{ op: 'put', ...about, value: after }]
}

function betweenRecords(part: OperationPart, [before, after]: Sides): readonly Operation[] | null {
  if (!isRecord(before) || !isRecord(after)) return null
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => putOrRemove(part, name, [valueIn(before, name), valueIn(after, name)]))
}

/** The same thing on both sides, where there is something smaller to say of it than all. */
type Closer = (id: string, before: Thing, after: Thing) => readonly Operation[] | null

function betweenThings(part: OperationPart, sides: Sides, closer?: Closer, inside?: string): Operation[] | null {
  const key = part === 'accepted' ? 'finding' : 'id'
  const [before, after] = [byName(sides[0], key), byName(sides[1], key)]
  if (!before || !after) return null
  const gone = [...before.keys()].filter((id) => !after.has(id))
  return [
    ...gone.flatMap((id) => putOrRemove(part, id, [before.get(id), undefined], inside)),
    ...[...after].flatMap(([id, thing]) => {
      const was = before.get(id)
      if (was && sameValue(was, thing)) return []
      return (was && closer?.(id, was, thing)) ?? putOrRemove(part, id, [was, thing], inside)
    }),
  ]
}

function betweenCatalogues(before: unknown, after: unknown): readonly Operation[] | null {
  if (!isRecord(before) || !isRecord(after)) return null
  const kinds = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...kinds].flatMap((kind) => {
    const sides: Sides = [valueIn(before, kind), valueIn(after, kind)]
    const whole = putOrRemove('kind', kind, sides)
    // An entry makes its kind; one without entries has to be made.
    const isMade = sides[0] === undefined && Array.isArray(sides[1]) && sides[1].length > 0
    if (sides[1] === undefined || (sides[0] === undefined && !isMade)) return whole
    return betweenThings('entry', [sides[0] ?? [], sides[1]], undefined, kind) ?? whole
  })
}

/** Only rows; a table of which more differs is put as a whole. */
function betweenTables(id: string, before: Thing, after: Thing): readonly Operation[] | null {
  const { rows: was, ...rest } = before
  const { rows, inputs, outputs, ...others } = after
  if (!sameValue(rest, { inputs, outputs, ...others })) return null
  const columns = Array.isArray(inputs) && Array.isArray(outputs) ? inputs.length + outputs.length : -1
  const fits = (row: Thing): boolean => Array.isArray(row['cells']) && row['cells'].length === columns
  return isListOfThings(rows) && rows.every(fits) ? betweenOrdered('row', [was, rows], id) : null
}

/** Things that are gone first, then in the order to come: each that is new or moved goes behind the one before it. */
function betweenOrdered(part: OperationPart, sides: Sides, inside?: string): readonly Operation[] | null {
  const [before, after] = [byName(sides[0], 'id'), byName(sides[1], 'id')]
  if (!before || !after) return null
  const edits = betweenThings(part, sides, undefined, inside) ?? []
  const stay = namesThatStay([...before.keys()], [...after.keys()])
  const edited = new Map(edits.map((edit) => [edit.id, edit]))
  const placed: Operation[] = edits.filter(({ op }) => op === 'remove')
  let last: string | null = null
  for (const [id, value] of after) {
    const edit = edited.get(id)
    if (!stay.has(id))
      placed.push({ op: 'put', part, id, ...(inside === undefined ? {} : { in: inside }), value, after: last })
    else if (edit) placed.push(edit)
    last = id
  }
  return placed
}

/** Things by their name, or nothing where two share one or some have none. */
function byName(list: unknown, key: 'id' | 'finding'): ReadonlyMap<string, Thing> | null {
  if (!isListOfThings(list, key)) return null
  const things = new Map(list.map((thing) => [String(thing[key]), thing]))
  return things.size === list.length ? things : null
}

const valueIn = (record: object, key: string): unknown =>
  // Asked for on the line.
  Object.hasOwn(record, key) ? (record as Readonly<Record<string, unknown>>)[key] : undefined
