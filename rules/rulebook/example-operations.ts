import { exampleRulebook } from '../language/example-rulebook.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { applyOperations } from './apply-operations.ts'
import type { Operation, OperationPart } from './operation.ts'

/** Numbers below a limit, as they come. */
export type Draw = (below: number) => number

const odd = ['__proto__', 'constructor', 'toString', 'a', 'm', 'zz', 'rx.sphere']
const pick = <One>(list: readonly One[], draw: Draw): One => list[draw(list.length)]!

interface Named {
  readonly id?: string
  readonly finding?: string
}

/** A rulebook as nobody should write it, and as a draft may be: lists unsorted, names twice, rows that do not fit, kinds without entries. */
export function untidied(rulebook: Rulebook, draw: Draw): Rulebook {
  const turned = <One>(list: readonly One[]): One[] => {
    const at = draw(list.length + 1)
    return draw(2) === 0 ? [...list] : [...list.slice(at), ...list.slice(0, at)]
  }
  const doubled = <One>(list: readonly One[]): One[] =>
    draw(3) === 0 && list.length > 0 ? [...list, pick(list, draw)] : [...list]
  const accepted = ['overlap a b', 'gap c', 'overlap a b'].slice(draw(4))
  return {
    ...rulebook,
    settings: draw(3) === 0 ? { ...rulebook.settings, ...{ toString: 'odd' } } : rulebook.settings,
    vocabulary: turned(rulebook.vocabulary),
    catalogue: {
      ...rulebook.catalogue,
      materials: doubled(turned(rulebook.catalogue['materials'] ?? [])),
      ...(draw(3) === 0 ? { constructor: [] } : {}),
    },
    groups: doubled(turned(rulebook.groups)),
    rules: doubled(turned(rulebook.rules)),
    tables: turned(rulebook.tables).map((table) => {
      if (draw(4) !== 0) return table
      const rows = doubled(table.rows)
      return { ...table, rows: rows.map((row) => (draw(4) === 0 ? { ...row, cells: row.cells.slice(1) } : row)) }
    }),
    accepted: accepted.map((finding, i) => ({ finding, by: 'Ada', why: `${i}` })),
    ...(draw(4) === 0 ? { remark: 'unknown' } : {}),
  }
}

/** Operations that can be done one after the other, drawn from what a rulebook has and from odd names. */
export function possibleOperations(rulebook: Rulebook, count: number, draw: Draw): readonly Operation[] {
  const possible: Operation[] = []
  let now = rulebook
  for (let tries = 0; tries < count * 3 && possible.length < count; tries++) {
    const operation = someOperation(now, draw)
    const outcome = applyOperations(now, [operation])
    if (!outcome.ok) continue
    possible.push(operation)
    now = outcome.applied.rulebook
  }
  return possible
}

export function someOperation(rulebook: Rulebook, draw: Draw): Operation {
  const part = pick(parts, draw)
  const kinds = [...Object.keys(rulebook.catalogue), ...odd]
  const inside =
    part === 'entry'
      ? pick(kinds, draw)
      : part === 'row'
        ? pick([...rulebook.tables.map(({ id }) => id), 'nope'], draw)
        : undefined
  const things = thingsOf(rulebook, part, inside)
  const names = [...things.keys(), ...things.keys(), ...odd]
  const id = part === 'name' ? 'name' : pick(names, draw)
  const about = { part, id, ...(inside === undefined ? {} : { in: inside }) }
  if (draw(3) === 0) return { op: 'remove', ...about }
  const like = pick([...things.values(), ...fallbacks(part)], draw)
  const value = draw(3) === 0 ? (things.get(id) ?? like) : changed(part, id, like, draw)
  const hasOrder = !['name', 'setting', 'condition', 'kind', 'section'].includes(part)
  if (!hasOrder || draw(2) === 0) return { op: 'put', ...about, value }
  return { op: 'put', ...about, value, after: draw(4) === 0 ? null : pick(names, draw) }
}

const parts: readonly OperationPart[] = [
  ...(['name', 'setting', 'fact', 'entry', 'entry', 'group', 'group', 'condition', 'rule', 'rule'] as const),
  ...(['table', 'row', 'row', 'row', 'row', 'case', 'accepted', 'kind', 'section'] as const),
]

function thingsOf(rulebook: Rulebook, part: OperationPart, inside = ''): ReadonlyMap<string, unknown> {
  const byName = (list: readonly Named[] = []): Map<string, unknown> =>
    new Map(list.map((one) => [one.id ?? one.finding ?? '', one]))
  switch (part) {
    case 'name':
      return new Map([['name', rulebook.name]])
    case 'setting':
      return new Map(Object.entries(rulebook.settings))
    case 'condition':
      return new Map(Object.entries(rulebook.conditions))
    case 'kind':
      return new Map(Object.entries(rulebook.catalogue))
    case 'section':
      return new Map(Object.entries(rulebook))
    case 'entry':
      return byName(Object.hasOwn(rulebook.catalogue, inside) ? rulebook.catalogue[inside] : [])
    case 'row': {
      const rows: unknown = rulebook.tables.find(({ id }) => id === inside)?.rows
      return byName(Array.isArray(rows) ? (rows as readonly Named[]) : [])
    }
    default:
      return byName(rulebook[lists[part]])
  }
}

const lists = {
  fact: 'vocabulary',
  group: 'groups',
  rule: 'rules',
  table: 'tables',
  case: 'cases',
  accepted: 'accepted',
} as const

const fallbacks = (part: OperationPart): readonly unknown[] =>
  part === 'section'
    ? Object.values(exampleRulebook)
    : part === 'kind'
      ? [[], [{ id: 'toString' }]]
      : ['text', { cells: [] }]

/** Something alike under the name, with or without saying it. */
function changed(part: OperationPart, id: string, like: unknown, draw: Draw): unknown {
  if (typeof like !== 'object' || like === null || Array.isArray(like))
    return typeof like === 'string' ? `${like}!` : like
  const thing = { ...(like as Record<string, unknown>) }
  const key = part === 'accepted' ? 'finding' : 'id'
  if (part === 'condition' || draw(2) === 0) Reflect.deleteProperty(thing, key)
  else if (part !== 'section') thing[key] = id
  if (part === 'row' && Array.isArray(thing['cells']) && draw(2) === 0)
    thing['cells'] = thing['cells'].map((cell: unknown) => (draw(2) === 0 ? '-' : cell))
  // A column more or less, whatever its rows say.
  else if (part === 'table' && draw(2) === 0) thing['inputs'] = draw(2) === 0 ? [] : ['rx.sphere', 'rx.add', 'rx.axis']
  else if (part !== 'section' && part !== 'condition') thing['title'] = `title ${draw(5)}`
  return thing
}
