import type { Rulebook } from '../language/rulebook.ts'
import type { Operation } from './operation.ts'
import { openList, replaceAt, type Thing, type ThingList } from './thing-list.ts'

/** A rulebook while operations are applied to it. What is not touched stays the very same object. */
export interface OpenDraft {
  /** A copy of the rulebook's first level. Lists that are open stand in `lists` until they are closed. */
  readonly whole: Record<string, unknown>
  /** By section, and of the catalogue by kind. */
  readonly lists: Map<string, ThingList>
  readonly kinds: Map<string, ThingList>
  /** By table. */
  readonly rows: Map<string, ThingList>
  /** Sections whose objects were copied already. */
  readonly copied: Set<string>
  /** What the inverse puts back as a whole: `table limits`. Smaller steps inside are not kept any more. */
  readonly restored: Set<string>
}

export const openDraft = (rulebook: Rulebook): OpenDraft => ({
  whole: { ...rulebook },
  ...{ lists: new Map(), kinds: new Map(), rows: new Map(), copied: new Set(), restored: new Set() },
})

/** A section that is a list; its form was looked at. */
export function listOf(draft: OpenDraft, section: string): ThingList {
  const open = draft.lists.get(section)
  if (open) return open
  const given = draft.whole[section] as readonly Thing[] // see above
  const list = openList(given, section === 'groups', section === 'accepted' ? 'finding' : 'id')
  draft.lists.set(section, list)
  return list
}

/** The entries of a kind, or nothing where there is no such kind. */
export function entriesOf(draft: OpenDraft, kind: string): ThingList | undefined {
  const open = draft.kinds.get(kind)
  if (open) return open
  const catalogue = draft.whole['catalogue'] as Readonly<Record<string, readonly Thing[]>> // its form was looked at
  if (!Object.hasOwn(catalogue, kind)) return undefined
  const list = openList(catalogue[kind] ?? [], false)
  draft.kinds.set(kind, list)
  return list
}

/** A section that is an object, to be written into. */
export function recordOf(draft: OpenDraft, section: string): Record<string, unknown> {
  const given = draft.whole[section] as Record<string, unknown> // its form was looked at
  if (draft.copied.has(section)) return given
  const copy = { ...given }
  draft.copied.add(section)
  draft.whole[section] = copy
  return copy
}

/** Writes open rows back into their table: whoever looks at the whole table must do so first. */
export function closeRows(draft: OpenDraft, table: string): void {
  const rows = draft.rows.get(table)
  draft.rows.delete(table)
  if (!rows?.isChanged) return
  const tables = listOf(draft, 'tables')
  const thing = tables.byId.get(table)
  if (thing) replaceAt(tables, tables.items.indexOf(thing), { ...thing, rows: rows.items })
}

/** What stands in a section now. Nothing of it is written into afterwards. */
export function closeSection(draft: OpenDraft, section: string): unknown {
  if (section === 'tables') for (const table of [...draft.rows.keys()]) closeRows(draft, table)
  if (section === 'catalogue') for (const kind of [...draft.kinds.keys()]) closeKind(draft, kind)
  const list = draft.lists.get(section)
  if (list?.isChanged) draft.whole[section] = list.items
  draft.lists.delete(section)
  draft.copied.delete(section)
  return Object.hasOwn(draft.whole, section) ? draft.whole[section] : undefined
}

/** What stands under a kind now. */
export function closeKind(draft: OpenDraft, kind: string): unknown {
  const list = draft.kinds.get(kind)
  draft.kinds.delete(kind)
  if (list?.isChanged) recordOf(draft, 'catalogue')[kind] = list.items
  const catalogue = draft.whole['catalogue'] as Readonly<Record<string, unknown>> // its form was looked at
  return Object.hasOwn(catalogue, kind) ? catalogue[kind] : undefined
}

/** Each section as the given rulebook has it, unless it was written into. */
export function closeDraft(draft: OpenDraft): Rulebook {
  for (const section of ['tables', 'catalogue', ...draft.lists.keys()]) closeSection(draft, section)
  // Operations keep the form of a rulebook.
  return draft.whole as unknown as Rulebook
}

/** The operation that puts a whole back as it is now, where small ones could not; once is enough. */
export function restore(draft: OpenDraft, part: 'section' | 'kind' | 'table', id: string): readonly Operation[] {
  const name = `${part} ${id}`
  if (draft.restored.has(name)) return []
  draft.restored.add(name)
  return [{ op: 'put', part, id, value: wholeOf(draft, part, id) }]
}

/** The lists stay open: only copies leave. */
function wholeOf(draft: OpenDraft, part: 'section' | 'kind' | 'table', id: string): unknown {
  if (part === 'kind') return entriesOf(draft, id)?.items.slice()
  if (part === 'section') {
    for (const table of id === 'tables' ? [...draft.rows.keys()] : []) closeRows(draft, table)
    return listOf(draft, id).items.slice()
  }
  closeRows(draft, id)
  return listOf(draft, 'tables').byId.get(id)
}
