import type { Shape } from '../vocabulary/fact.ts'
import { insidePolygon, nearestX, polygonOf, type Polygon } from './polygon.ts'
import { fieldOf, isList, isWhole, readOnce } from './shape.ts'

/** What a maker makes at one diameter: a polygon of sphere and minus cylinder, for additions from one to another. */
interface PowerRange {
  readonly diameter: number
  readonly addFrom: number | null
  readonly addTo: number | null
  readonly powers: Polygon
}

const MOST_RANGES = 500

const wholeOrNull = (value: unknown): number | null | undefined =>
  value === undefined || value === null ? null : isWhole(value) ? value : undefined

function rangeOf(from: unknown): PowerRange | null {
  const diameter = fieldOf(from, 'diameter')
  const addFrom = wholeOrNull(fieldOf(from, 'addFrom'))
  const addTo = wholeOrNull(fieldOf(from, 'addTo'))
  const powers = polygonOf(fieldOf(from, 'points'))
  if (!isWhole(diameter) || addFrom === undefined || addTo === undefined || powers === null) return null
  return { diameter, addFrom, addTo, powers }
}

/**
 * `{ format: 'power-ranges', ranges: [{ diameter, addFrom?, addTo?, points: [[sphere, cylinder], …] }] }`, whole numbers of
 * the lattice. One range that cannot be read makes all of them unreadable. Source: makers' availability charts.
 */
export const readPowerRanges = readOnce((shape: Shape): readonly PowerRange[] | null => {
  const ranges = fieldOf(shape, 'ranges')
  if (fieldOf(shape, 'format') !== 'power-ranges' || !isList(ranges) || ranges.length > MOST_RANGES) return null
  const read = ranges.map(rangeOf).filter((range) => range !== null)
  return read.length === ranges.length ? read : null
})

const isForAddition = ({ addFrom, addTo }: PowerRange, addition: number | null): boolean =>
  addition === null
    ? addFrom === null
    : (addFrom === null || addition >= addFrom) && (addTo === null || addition <= addTo)

/** Largest diameter at which this power is made, sphere and cylinder in either sign; null for a power that is not. Source: as above. */
export function largestDiameterFor(
  ...[ranges, sphere, cylinder, addition]: [readonly PowerRange[], number, number, number | null]
): number | null {
  const minusSphere = cylinder > 0 ? sphere + cylinder : sphere
  let largest: number | null = null
  for (const range of ranges) {
    if ((largest !== null && range.diameter <= largest) || !isForAddition(range, addition)) continue
    if (insidePolygon(range.powers, minusSphere, -Math.abs(cylinder))) largest = range.diameter
  }
  return largest
}

/**
 * Sphere, in minus-cylinder notation, nearest to the asked one that is made at this cylinder, addition and diameter; of two
 * equally near the lower. Null when there is none. Source: as above.
 */
export function nearestSphereFor(
  ...[ranges, sphere, cylinder, addition, diameter, step]: [
    ...[readonly PowerRange[], number, number, number | null],
    ...[number, number],
  ]
): number | null {
  const asked = cylinder > 0 ? sphere + cylinder : sphere
  let best: number | null = null
  for (const range of ranges) {
    if (range.diameter < diameter || !isForAddition(range, addition)) continue
    const near = nearestX(range.powers, asked, -Math.abs(cylinder), step)
    if (near === null) continue
    const [far, known] = [Math.abs(near - asked), best === null ? Infinity : Math.abs(best - asked)]
    if (far < known || (far === known && near < (best ?? near))) best = near
  }
  return best
}
