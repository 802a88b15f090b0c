import type { Outline } from './outline.ts'
import type { Lens } from './thickness.ts'

/**
 * Depth of a surface summed over a wedge from its pole, per squared radius: for curvature k and u = sqrt(1 - k² r²),
 * ∫ s r dr / r² = k r² (1 + 2u) / (6 (1 + u)²). Source: the cap π s² (3r - s)/3 without losing digits on flat surfaces.
 */
function depthShare(bent: number, squared: number): number {
  const rest = Math.sqrt(1 - (bent * bent) / squared)
  return (bent * (1 + 2 * rest)) / (6 * (1 + rest) * (1 + rest))
}

/** Thickness summed along a ray to (x, y), per squared radius. */
function columnShare(lens: Lens, x: number, y: number): number {
  const squared = x * x + y * y
  if (squared === 0) return lens.centre / 2
  const bent = lens.xx * x * x + lens.xy * x * y + lens.yy * y * y
  const wedge = (lens.slopeX * x + lens.slopeY * y) / 3
  return lens.centre / 2 - depthShare(lens.front * squared, squared) + depthShare(bent, squared) + wedge
}

/** With fewer sides than this they are long, and the middle of each counts too (Simpson's rule). */
const MANY_SIDES = 64

/**
 * Volume of an edged lens, mm³: sectors from the reference point to each side of the outline; one that lies outside is
 * taken off again by its sign. NaN where a surface does not reach. Source: integral of the thickness over the shape.
 */
export function volumeWithin(lens: Lens, { count, xs, ys }: Outline, x: number, y: number): number {
  // Both lists hold `count` numbers, here and below.
  let beforeX = xs[count - 1]! - x
  let beforeY = ys[count - 1]! - y // see above
  let before = columnShare(lens, beforeX, beforeY)
  let volume = 0
  for (let at = 0; at < count; at++) {
    const px = xs[at]! - x // see above
    const py = ys[at]! - y // see above
    const share = columnShare(lens, px, py)
    const mean =
      count < MANY_SIDES
        ? (before + share + 4 * columnShare(lens, (beforeX + px) / 2, (beforeY + py) / 2)) / 6
        : (before + share) / 2
    volume += (beforeX * py - beforeY * px) * mean
    beforeX = px
    beforeY = py
    before = share
  }
  return volume
}

/** Volume of a round lens of two spherical surfaces, mm³, curvatures in 1/mm. Source: V = π y² e + cap(r1) - cap(r2), Jalie. */
export function roundVolume(centre: number, front: number, back: number, diameter: number): number {
  const squared = (diameter * diameter) / 4
  const share = centre / 2 - depthShare(front * squared, squared) + depthShare(back * squared, squared)
  return 2 * Math.PI * squared * share
}

/** Grams of a volume in mm³, density in g/cm³. Source: m = ρ V. */
export const weightOf = (volume: number, density: number): number => (volume * density) / 1000
