import type { Outline } from './outline.ts'
import { lensOf, thicknessAtPoint, thinnestPoint, type LensAsked } from './thickness.ts'

/** The thinnest a lens may be, mm; `sum` is of centre and thinnest edge, 0 when the lab has no such rule. */
export interface Minima {
  readonly centre: number
  readonly edge: number
  readonly sum: number
}

const THICKEST = 100
const MOST_ROUNDS = 6
const MOST_STEPS = 40
const CLOSE_ENOUGH = 1e-7

/** With `reach` = thinnest edge less centre: the centre that meets all three. */
const meeting = ({ centre, edge, sum }: Minima, reach: number): number =>
  Math.max(centre, edge - reach, (sum - reach) / 2)

/**
 * Thickness at the reference point so that centre, thinnest edge and their sum meet the minima over the outline. The back
 * curve depends on the thickness, so it is found by repeating, first for the point that binds, then for all; NaN when
 * there is none. Source: t = e + sag1 - sag2, Jalie, Principles of Ophthalmic Lenses; sum rule, Rx-Universe manual, thickness.
 */
export function centreThickness(asked: LensAsked, minima: Minima, outline: Outline, x: number, y: number): number {
  let centre = minima.centre
  let bound = -1
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const point = thinnestPoint(lensOf(asked, centre), outline, x, y)
    if (point === -1) return Number.NaN
    if (point === bound) return centre
    bound = point
    centre = settle(asked, minima, centre, outline, point, x, y)
    if (!(centre <= THICKEST)) return Number.NaN
  }
  return centre
}

function settle(
  ...[asked, minima, from, outline, point, x, y]: [LensAsked, Minima, number, Outline, number, number, number]
): number {
  let centre = from
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = meeting(minima, thicknessAtPoint(lensOf(asked, centre), outline, point, x, y) - centre)
    if (!(next <= THICKEST)) return Number.NaN
    if (Math.abs(next - centre) < CLOSE_ENOUGH) return next
    centre = next
  }
  return centre
}

/**
 * Smallest edge a lab asks of a plus lens: one at plano, another at a power, a straight line between and no less beyond.
 * Source: Rx-Universe manual, thickness: 2.0 at plano and 0.8 at +7.00 make 1.4 at +3.50.
 */
export function minimumEdgeAt(...[power, atPlano, atPower, reachedAt]: [number, number, number, number]): number {
  if (!(reachedAt > 0)) return Number.NaN
  const share = Math.min(1, Math.max(0, power / reachedAt))
  return atPlano + (atPower - atPlano) * share
}
