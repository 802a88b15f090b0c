import { cosine, direction, directionWithin, sine } from './angle.ts'

export type Eye = 'right' | 'left'

/** Seen from the front, the nose lies to the right of the right lens (+x) and to the left of the left one. Source: OMA/VCA DCS, TRCFMT. */
export const nasalSign = (eye: Eye): 1 | -1 => (eye === 'right' ? 1 : -1)

/**
 * Amount and base direction (0 to 360 seen from the front, as PRVM and PRVA) as parts by the base: in is nasal, up is up, out
 * and down are negative. Prism dioptres. Source: Jalie, Principles of Ophthalmic Lenses.
 */
export const prismIn = (eye: Eye, amount: number, base: number): number => nasalSign(eye) * amount * cosine(base)

/** The upward part. Source: as above. */
export const prismUp = (amount: number, base: number): number => amount * sine(base)

/** sqrt(in² + up²). Source: Pythagoras. */
export const resultantPrism = (inward: number, up: number): number => Math.sqrt(inward * inward + up * up)

/** Base direction of components, 0 to below 360 seen from the front; NaN without prism. Source: as above. */
export const prismBase = (eye: Eye, inward: number, up: number): number =>
  inward === 0 && up === 0 ? Number.NaN : directionWithin(direction(up, nasalSign(eye) * inward))

/**
 * Prism at a point from which the optical centre lies `offsetIn` and `offsetUp` mm away. Source: Prentice's rule
 * P = cF for a toric lens, p = M d with M = [[S + C sin²a, -C sin a cos a], [-C sin a cos a, S + C cos²a]] and d in cm
 * (Jalie, Principles of Ophthalmic Lenses; Long, matrix form of Prentice's rule).
 */
export function inducedPrismIn(
  ...[eye, sphere, cylinder, axis, offsetIn, offsetUp]: [Eye, number, number, number, number, number]
): number {
  const across = sine(axis)
  const straight = sphere + cylinder * across * across
  const skew = -cylinder * across * cosine(axis)
  return (straight * offsetIn + nasalSign(eye) * skew * offsetUp) / 10
}

/** The vertical part of the same. Source: as above. */
export function inducedPrismUp(
  ...[eye, sphere, cylinder, axis, offsetIn, offsetUp]: [Eye, number, number, number, number, number]
): number {
  const along = cosine(axis)
  const skew = -cylinder * sine(axis) * along
  return (nasalSign(eye) * skew * offsetIn + (sphere + cylinder * along * along) * offsetUp) / 10
}

/** Offset of the optical centre that makes this prism with a sphere of this power, mm; NaN for a plano lens. Source: Prentice's rule. */
export const offsetForPrism = (prism: number, power: number): number =>
  power === 0 ? Number.NaN : (10 * prism) / power

/** How much thicker at the base than at the apex over a width: P w / (100 (n - 1)), mm. Source: Jalie, Ophthalmic Lenses and Dispensing. */
export const prismThickness = (prism: number, width: number, index: number): number =>
  (prism * width) / (100 * (index - 1))

/** Jump of the image at a segment's edge: distance of its optical centre below the edge in cm times the addition. Source: Jalie. */
export const imageJump = (segmentCentreDepth: number, addition: number): number => (segmentCentreDepth / 10) * addition
