import type { Shape } from '../vocabulary/fact.ts'
import { fieldOf, isList, isWhole, readOnce } from './shape.ts'

/** A blank of the catalogue; whole numbers of the lattice, null where it states nothing. */
export interface Blank {
  readonly id: string
  readonly listed: number
  readonly supplier: string | null
  /** Same number, same supplier; in the order of the list. */
  readonly supplierNumber: number
  readonly baseNumber: number
  readonly eye: string | null
  readonly diameter: number
  readonly base: number | null
  readonly front: number | null
  readonly add: number | null
  readonly sphere: number | null
  readonly cylinder: number | null
  readonly centre: number | null
  readonly edge: number | null
  readonly cost: number | null
}

/** Blanks as a choice looks for them: semi-finished by base, finished by power. */
export interface BlankList {
  readonly byId: ReadonlyMap<string, Blank>
  readonly byBase: ReadonlyMap<number | null, readonly Blank[]>
  readonly byPower: ReadonlyMap<number, readonly Blank[]>
}

/** One number for a power of whole lattice steps, none of which reaches a million. */
export const powerKey = (sphere: number, cylinder: number): number => sphere * 2_000_000 + cylinder

const orderKeys = [
  ...(['nearestBase', 'smallest', 'largest', 'cheapest', 'dearest'] as const),
  ...(['mostAvailable', 'asListed'] as const),
] as const
export type OrderKey = (typeof orderKeys)[number]

const togetherness = ['must', 'prefer', 'no'] as const

/** How a lab chooses: what counts first, how much larger than needed, how far from the wished base, what a pair shares. */
export interface BlankPolicy {
  readonly order: readonly OrderKey[]
  readonly margin: number
  readonly baseWithin: number
  readonly sameSupplier: (typeof togetherness)[number]
  readonly sameBase: (typeof togetherness)[number]
}

const MOST_BLANKS = 20_000

const wholeOf = (from: unknown, name: string): number | null => {
  const value = fieldOf(from, name)
  return isWhole(value) ? value : null
}

const textOf = (from: unknown, name: string): string | null => {
  const value = fieldOf(from, name)
  return typeof value === 'string' ? value : null
}

function blankOf(from: unknown, listed: number): Omit<Blank, 'supplierNumber' | 'baseNumber'> | null {
  const id = textOf(from, 'id')
  const diameter = wholeOf(from, 'diameter')
  if (id === null || diameter === null) return null
  return {
    ...{ id, listed, diameter },
    ...{ supplier: textOf(from, 'supplier'), eye: textOf(from, 'eye') },
    ...{ base: wholeOf(from, 'base'), front: wholeOf(from, 'front'), add: wholeOf(from, 'add') },
    ...{ sphere: wholeOf(from, 'sphere'), cylinder: wholeOf(from, 'cylinder') },
    ...{ centre: wholeOf(from, 'centre'), edge: wholeOf(from, 'edge'), cost: wholeOf(from, 'cost') },
  }
}

/** `{ format: 'blanks', blanks: [{ id, diameter, … }] }`; one without id or diameter makes the list unreadable. Source: the catalogue. */
export const readBlanks = readOnce((shape: Shape): BlankList | null => {
  const blanks = fieldOf(shape, 'blanks')
  if (fieldOf(shape, 'format') !== 'blanks' || !isList(blanks) || blanks.length > MOST_BLANKS) return null
  const read = blanks.map(blankOf).filter((blank) => blank !== null)
  if (read.length !== blanks.length) return null
  const [supplierNumber, baseNumber] = [numbering(), numbering()]
  const list = read.map((blank) => ({
    ...blank,
    supplierNumber: supplierNumber(blank.supplier),
    baseNumber: baseNumber(blank.base),
  }))
  const isFinished = ({ sphere, cylinder }: Blank): boolean => sphere !== null || cylinder !== null
  return {
    byId: new Map(list.map((blank) => [blank.id, blank])),
    byBase: grouped(
      list.filter((blank) => !isFinished(blank)),
      ({ base }) => base,
    ),
    byPower: grouped(list.filter(isFinished), ({ sphere, cylinder }) => powerKey(sphere ?? 0, cylinder ?? 0)),
  }
})

function grouped<Key>(list: readonly Blank[], keyOf: (blank: Blank) => Key): ReadonlyMap<Key, readonly Blank[]> {
  const groups = new Map<Key, Blank[]>()
  for (const blank of list) {
    const group = groups.get(keyOf(blank))
    if (group === undefined) groups.set(keyOf(blank), [blank])
    else group.push(blank)
  }
  return groups
}

/** Numbers values as they come. */
function numbering(): (value: string | number | null) => number {
  const known = new Map<string | number | null, number>()
  return (value) => {
    const number = known.get(value) ?? known.size
    known.set(value, number)
    return number
  }
}

/** `{ format: 'available', counts: { id: 3 } }`; a blank that is not named is not there. Source: the stock. */
export const readAvailable = readOnce((shape: Shape): ReadonlyMap<string, number> | null => {
  const counts = fieldOf(shape, 'counts')
  if (fieldOf(shape, 'format') !== 'available' || typeof counts !== 'object' || counts === null) return null
  return new Map(Object.entries(counts).filter((entry): entry is [string, number] => isWhole(entry[1])))
})

/** `{ format: 'blank-policy', order, margin, baseWithin, sameSupplier, sameBase }`. Source: the lab's rulebook. */
export const readBlankPolicy = readOnce((shape: Shape): BlankPolicy | null => {
  const asked = fieldOf(shape, 'order')
  const margin = wholeOf(shape, 'margin')
  const baseWithin = wholeOf(shape, 'baseWithin')
  const sameSupplier = togetherness.find((one) => one === fieldOf(shape, 'sameSupplier'))
  const sameBase = togetherness.find((one) => one === fieldOf(shape, 'sameBase'))
  if (fieldOf(shape, 'format') !== 'blank-policy' || !isList(asked) || asked.length > orderKeys.length) return null
  if (margin === null || baseWithin === null || sameSupplier === undefined || sameBase === undefined) return null
  const order = asked.map((key) => orderKeys.find((known) => known === key)).filter((key) => key !== undefined)
  return order.length === asked.length ? { order, margin, baseWithin, sameSupplier, sameBase } : null
})
