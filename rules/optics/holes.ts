import type { Shape } from '../vocabulary/fact.ts'
import { fieldOf, isList, isWhole, readLately } from './shape.ts'

const MOST_HOLES = 64

function holeOf(point: unknown): readonly [number, number] | null {
  if (!isList(point) || point.length !== 2) return null
  const [inward, up] = point
  return isWhole(inward) && isWhole(up) ? [inward, up] : null
}

/**
 * `{ format: 'holes', holes: [[in, up], …] }` from the eye's boxed centre, hundredths of a mm; null when there is none.
 * Source: OMA/VCA Data Communication Standard, DRILLE.
 */
export const readHoles = readLately((shape: Shape): readonly (readonly [number, number])[] | null => {
  const holes = fieldOf(shape, 'holes')
  if (fieldOf(shape, 'format') !== 'holes' || !isList(holes) || holes.length === 0 || holes.length > MOST_HOLES)
    return null
  const read = holes.map(holeOf).filter((hole) => hole !== null)
  return read.length === holes.length ? read : null
})
