import type { Shape } from '../vocabulary/fact.ts'
import { fieldOf, isList, isWhole, readOnce } from './shape.ts'

/** Corners in order, x and y in turn, whole numbers of the lattice. */
export interface Polygon {
  readonly corners: readonly number[]
  readonly lowX: number
  readonly highX: number
  readonly lowY: number
  readonly highY: number
}

const MOST_CORNERS = 256

/** Corners `[[x, y], …]` of a maker's range; null when it encloses nothing that could be read. Source: the catalogue. */
export function polygonOf(points: unknown): Polygon | null {
  if (!isList(points) || points.length < 3 || points.length > MOST_CORNERS) return null
  const corners: number[] = []
  for (const point of points) {
    if (!isList(point) || point.length !== 2) return null
    const [x, y] = point
    if (!isWhole(x) || !isWhole(y)) return null
    corners.push(x, y)
  }
  const xs = corners.filter((_, at) => at % 2 === 0)
  const ys = corners.filter((_, at) => at % 2 === 1)
  return {
    corners,
    lowX: Math.min(...xs),
    highX: Math.max(...xs),
    lowY: Math.min(...ys),
    highY: Math.max(...ys),
  }
}

/** `{ format: 'polygon', points: [[x, y], …] }`. Source: the catalogue. */
export const readPolygon = readOnce((shape: Shape): Polygon | null =>
  fieldOf(shape, 'format') === 'polygon' ? polygonOf(fieldOf(shape, 'points')) : null,
)

/**
 * Whether a point lies within or on the edge: crossings to the right are counted, sides and corners found by the sign of
 * the cross product, which is exact on whole numbers. Source: even-odd rule, Shimrat, CACM 1962 algorithm 112.
 */
export function insidePolygon({ corners, lowX, highX, lowY, highY }: Polygon, x: number, y: number): boolean {
  if (x < lowX || x > highX || y < lowY || y > highY) return false
  let inside = false
  // Corners come in pairs, so that every index below holds one.
  let [beforeX, beforeY] = [corners[corners.length - 2]!, corners[corners.length - 1]!]
  for (let at = 0; at < corners.length; at += 2) {
    const cornerX = corners[at]! // see above
    const cornerY = corners[at + 1]! // see above
    const turn = (cornerX - beforeX) * (y - beforeY) - (cornerY - beforeY) * (x - beforeX)
    if (turn === 0 && between(x, beforeX, cornerX) && between(y, beforeY, cornerY)) return true
    if (cornerY > y !== beforeY > y && turn > 0 === cornerY > beforeY) inside = !inside
    beforeX = cornerX
    beforeY = cornerY
  }
  return inside
}

const between = (value: number, one: number, other: number): boolean =>
  value >= Math.min(one, other) && value <= Math.max(one, other)

const MOST_STEPS = 4000

/**
 * The x nearest to the asked one, on its own lattice of `step`, that lies within at this y; null when this y has none. Of
 * two equally near the lower counts, so that every machine answers alike. Source: steps outward, each tried.
 */
export function nearestX(polygon: Polygon, x: number, y: number, step: number): number | null {
  if (insidePolygon(polygon, x, y)) return x
  if (step < 1 || y < polygon.lowY || y > polygon.highY) return null
  const nearest = Math.max(polygon.lowX - x, x - polygon.highX, 0)
  const farthest = Math.max(x - polygon.lowX, polygon.highX - x)
  const first = Math.max(1, Math.floor(nearest / step))
  const last = Math.min(Math.floor(farthest / step), first + MOST_STEPS)
  for (let steps = first; steps <= last; steps++) {
    if (insidePolygon(polygon, x - steps * step, y)) return x - steps * step
    if (insidePolygon(polygon, x + steps * step, y)) return x + steps * step
  }
  return null
}

/** The same range with its axes exchanged. Source: reflection about the diagonal keeps what lies within. */
export const exchanged = (polygon: Polygon): Polygon => ({
  corners: polygon.corners.map((_, at) => polygon.corners[at ^ 1] ?? 0),
  lowX: polygon.lowY,
  highX: polygon.highY,
  lowY: polygon.lowX,
  highY: polygon.highX,
})
