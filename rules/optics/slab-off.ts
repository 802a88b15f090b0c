import type { Eye } from './prism.ts'

/**
 * Difference of vertical prism between the eyes at a drop below the centres: P = drop(cm) |F90 - F90'|. Source:
 * Prentice's rule; Jalie, Ophthalmic Lenses and Dispensing.
 */
export const readingImbalance = (power90: number, fellowPower90: number, drop: number): number =>
  (Math.abs(drop) / 10) * Math.abs(power90 - fellowPower90)

/** Slab-off, base up, goes on the eye with more minus or less plus in 90; null when they are alike. Source: as above. */
export function slabOffEye(eye: Eye, power90: number, fellowPower90: number): Eye | null {
  if (power90 === fellowPower90) return null
  const fellow = eye === 'right' ? 'left' : 'right'
  return power90 < fellowPower90 ? eye : fellow
}
