/** Vergence that the front surface sends to the back: F1 / (1 - (t/n) F1), thickness in mm; NaN when it focuses within the lens. Source: Jalie. */
function frontVergence(front: number, thickness: number, index: number): number {
  const rest = 1 - (thickness / 1000 / index) * front
  return rest > 0 ? front / rest : Number.NaN
}

/** Fv' = F1/(1 - (t/n) F1) + F2, dioptres. Source: Jalie, Principles of Ophthalmic Lenses. */
export const backVertexPower = (front: number, back: number, thickness: number, index: number): number =>
  frontVergence(front, thickness, index) + back

/** Fv = F2/(1 - (t/n) F2) + F1; additions are read so. Source: Jalie; Eyecare Business, Ask the Labs, 2004. */
export const frontVertexPower = (front: number, back: number, thickness: number, index: number): number =>
  frontVergence(back, thickness, index) + front

/** F = F1 + F2 - (t/n) F1 F2. Source: Gullstrand, in Jalie, Principles of Ophthalmic Lenses. */
export const equivalentPower = (front: number, back: number, thickness: number, index: number): number =>
  front + back - (thickness / 1000 / index) * front * back

/** Back curve that makes a back vertex power: F2 = Fv' - F1/(1 - (t/n) F1), in the lens's index. Source: as above. */
export const backCurveFor = (power: number, front: number, thickness: number, index: number): number =>
  power - frontVergence(front, thickness, index)

/** The flatter of the two back curves of a toric lens (the base). Source: laps are named base and cross. */
export function backBaseCurve(
  ...[sphere, cylinder, front, thickness, index]: [number, number, number, number, number]
): number {
  const one = backCurveFor(sphere, front, thickness, index)
  return Math.abs(one + cylinder) < Math.abs(one) ? one + cylinder : one
}

/** The steeper one (the cross). Source: as above. */
export function backCrossCurve(
  ...[sphere, cylinder, front, thickness, index]: [number, number, number, number, number]
): number {
  const one = backCurveFor(sphere, front, thickness, index)
  return Math.abs(one + cylinder) < Math.abs(one) ? one : one + cylinder
}
