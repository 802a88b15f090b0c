import { inCodeUnits } from '../language/sort-rulebook.ts'

/** A rule, a table, a row, an entry … */
export type Thing = Readonly<Record<string, unknown>>

/** A list while it is edited: one copy for all edits, so that ten thousand of them stay cheap. */
export interface ThingList {
  /** Under which key a thing has its name. */
  readonly key: 'id' | 'finding'
  /** Whether its order means something. */
  readonly isOrdered: boolean
  readonly items: Thing[]
  /** Null where several have the name. */
  readonly byId: Map<string, Thing | null>
  isSorted: boolean
  isChanged: boolean
}

export function openList(given: readonly Thing[], isOrdered: boolean, key: ThingList['key'] = 'id'): ThingList {
  const byId = new Map<string, Thing | null>()
  let [isSorted, before] = [true, '']
  for (const thing of given) {
    const id = String(thing[key])
    byId.set(id, byId.has(id) ? null : thing)
    isSorted &&= before <= id
    before = id
  }
  return { key, isOrdered, items: [...given], byId, isSorted, isChanged: false }
}

const idOf = (list: ThingList, thing: Thing): string => String(thing[list.key])

/** Name of the one in front; null: there is none; undefined: its name says nothing, because others have it too. */
export function nameBefore(list: ThingList, place: number): string | null | undefined {
  const before = list.items[place - 1]
  if (!before) return null
  const id = idOf(list, before)
  return list.byId.get(id) === null ? undefined : id
}

/** Where a new thing goes of itself: in front of the first with a greater name, so that any two may come in either order. */
export function ownPlace(list: ThingList, id: string): number {
  const { items } = list
  if (list.isOrdered) return items.length
  if (!list.isSorted) {
    const place = items.findIndex((one) => inCodeUnits(idOf(list, one), id) > 0)
    return place === -1 ? items.length : place
  }
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const one = items[middle]
    if (one && inCodeUnits(idOf(list, one), id) > 0) high = middle
    else low = middle + 1
  }
  return low
}

export function insertAt(list: ThingList, place: number, thing: Thing): void {
  const id = idOf(list, thing)
  const [before, behind] = [list.items[place - 1], list.items[place]]
  list.isSorted &&= (!before || idOf(list, before) <= id) && (!behind || id <= idOf(list, behind))
  list.items.splice(place, 0, thing)
  list.byId.set(id, thing)
  list.isChanged = true
}

export function takeOut(list: ThingList, place: number): void {
  const [thing] = list.items.splice(place, 1)
  if (thing) list.byId.delete(idOf(list, thing))
  list.isChanged = true
}

/** By one of the same name. */
export function replaceAt(list: ThingList, place: number, thing: Thing): void {
  list.items[place] = thing
  list.byId.set(idOf(list, thing), thing)
  list.isChanged = true
}
