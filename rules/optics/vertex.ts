import type { Power } from './transpose.ts'

/**
 * Power that does the same at another distance from the eye: F2 = F1 / (1 - (d1 - d2) F1), distances in mm; NaN where the
 * focus falls on the eye or before it. Source: effectivity, Jalie, Principles of Ophthalmic Lenses.
 */
export function powerAtVertex(power: number, from: number, to: number): number {
  const rest = 1 - ((from - to) / 1000) * power
  return rest > 0 ? power / rest : Number.NaN
}

/** Both principal powers moved, the axis kept. Source: as for one power. */
export function lensAtVertex({ sphere, cylinder, axis }: Power, from: number, to: number): Power {
  const moved = powerAtVertex(sphere, from, to)
  return { sphere: moved, cylinder: powerAtVertex(sphere + cylinder, from, to) - moved, axis }
}
