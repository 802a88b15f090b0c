import type { CatalogueEntry } from '@ils/rules/language/rulebook'
import type { Shape } from '@ils/rules/vocabulary/fact'

export type Catalogue = Readonly<Record<string, readonly CatalogueEntry[]>>

/** What a catalogue offers, as far as an order has to know to be one that a lab can make. */
export interface Assortment {
  readonly offers: (design: string, material: string) => boolean
  /** Least fitting height of a design; 0 where it has none. */
  readonly leastHeight: (design: string) => number
  readonly greatestPrism: (design: string) => number
  /** Diameters in which a finished lens of this power lies in stock; empty when it has to be surfaced. */
  readonly stocked: (design: string, material: string, sphere: number, cylinder: number) => readonly number[]
  /** A minus-cylinder power lies in a range that is made. */
  readonly makes: (design: string, material: string, sphere: number, cylinder: number) => boolean
}

const textOf = (entry: CatalogueEntry | undefined, attribute: string): string => {
  const value = entry?.attributes[attribute]
  return typeof value === 'string' ? value : ''
}

const numberOf = (entry: CatalogueEntry | undefined, attribute: string): number => {
  const value = entry?.attributes[attribute]
  return typeof value === 'number' ? value : 0
}

// Attributes of finished blanks and of ranges are lists of plain records; what is missing in one is read as undefined.
type Record_ = Readonly<Record<string, unknown>>
const listIn = (entry: CatalogueEntry | undefined, attribute: string, list: string): readonly Record_[] => {
  const shape = entry?.attributes[attribute] as Shape | null | undefined // a shape, by the vocabulary
  const found = typeof shape === 'object' && shape !== null && !Array.isArray(shape) ? (shape as Record_)[list] : []
  return Array.isArray(found) ? (found as readonly Record_[]) : [] // as said above
}

type Point = readonly [sphere: number, cylinder: number]

/** Even-odd rule; points on the border count by either side, which an order made at random survives. */
function inside(points: readonly Point[], sphere: number, cylinder: number): boolean {
  let within = false
  let [beforeX, beforeY] = points.at(-1) ?? [0, 0]
  for (const [x, y] of points) {
    const crosses = y >= cylinder !== beforeY >= cylinder
    if (crosses && sphere <= ((beforeX - x) * (cylinder - y)) / (beforeY - y) + x) within = !within
    beforeX = x
    beforeY = y
  }
  return within
}

const LARGE = 7000

export function assortmentOf(catalogue: Catalogue): Assortment {
  const designs = new Map(catalogue['designs']?.map((entry) => [entry.id, entry]))
  const blanks = new Map(catalogue['blanks']?.map((entry) => [entry.id, entry]))
  const products = new Map(
    catalogue['products']?.map((entry) => [`${textOf(entry, 'family')}/${textOf(entry, 'material')}`, entry]),
  )
  const productOf = (design: string, material: string): CatalogueEntry | undefined =>
    products.get(`${textOf(designs.get(design), 'family')}/${material}`)
  const finished = new Map<string, Map<string, number[]>>()
  const finishedOf = (list: string): Map<string, number[]> => {
    const known = finished.get(list)
    if (known) return known
    const powers = new Map<string, number[]>()
    for (const { sphere, cylinder, diameter } of listIn(blanks.get(list), 'blanks', 'blanks')) {
      const key = `${String(sphere)}/${String(cylinder)}`
      powers.set(key, [...(powers.get(key) ?? []), Number(diameter)])
    }
    finished.set(list, powers)
    return powers
  }
  const ranges = new Map<string, readonly (readonly Point[])[]>()
  const rangesOf = (entry: CatalogueEntry): readonly (readonly Point[])[] => {
    const known = ranges.get(entry.id)
    if (known) return known
    const wide = listIn(entry, 'powers', 'ranges').filter(({ diameter }) => Number(diameter) >= LARGE)
    // Points of a range are pairs of sphere and cylinder.
    const found = wide.map(({ points }) => points as readonly Point[])
    ranges.set(entry.id, found)
    return found
  }
  return {
    offers: (design, material) => designs.has(design) && productOf(design, material) !== undefined,
    leastHeight: (design) => numberOf(designs.get(design), 'minimumHeight'),
    greatestPrism: (design) => numberOf(designs.get(design), 'greatestPrism'),
    stocked: (design, material, sphere, cylinder) =>
      finishedOf(textOf(productOf(design, material), 'stock')).get(`${String(sphere)}/${String(cylinder)}`) ?? [],
    makes: (design, material, sphere, cylinder) => {
      const product = productOf(design, material)
      if (product === undefined) return false
      // A plane cylinder lies on the upper border of a range.
      return rangesOf(product).some((points) => inside(points, sphere, Math.min(cylinder, -1)))
    },
  }
}
