/**
 * Depth of a sphere of this curvature (1/mm) at a height from its pole: s = k y² / (1 + sqrt(1 - k² y²)), mm. The same as
 * r - sqrt(r² - y²) without losing digits on flat surfaces; NaN beyond the radius. Source: Jalie, Principles of Ophthalmic Lenses.
 */
export function sagOfCurvature(curvature: number, height: number): number {
  const slope = curvature * height
  return (slope * height) / (1 + Math.sqrt(1 - slope * slope))
}

/** Curvature of a surface of this power: F / (1000 (n - 1)), 1/mm. Source: F = (n - 1)/r. */
export const curvatureOf = (power: number, index: number): number => power / (1000 * (index - 1))

/** Depth of a surface at a height, mm: power in dioptres for this index. Source: as for its curvature. */
export const sag = (power: number, index: number, height: number): number =>
  sagOfCurvature(curvatureOf(power, index), height)

/** Radius of a surface: 1000 (n - 1) / F, mm; NaN for a plane. Source: F = (n - 1)/r. */
export const radiusOf = (power: number, index: number): number =>
  power === 0 ? Number.NaN : (1000 * (index - 1)) / power

/** Power of a surface of this radius in mm; NaN without one. Source: F = (n - 1)/r. */
export const powerOfRadius = (radius: number, index: number): number =>
  radius === 0 ? Number.NaN : (1000 * (index - 1)) / radius

/** What tools of this index call a curve: F (nt - 1) / (n - 1). Source: one radius seen by two indices (tooling index 1.530). */
export const toolCurve = (trueCurve: number, index: number, toolIndex: number): number =>
  (trueCurve * (toolIndex - 1)) / (index - 1)

/** Power of a curve that tools of this index made: F (n - 1) / (nt - 1). Source: as above. */
export const trueCurve = (curveOfTool: number, index: number, toolIndex: number): number =>
  (curveOfTool * (index - 1)) / (toolIndex - 1)
