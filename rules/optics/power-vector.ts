import { arcSine, cosine, direction, sine } from './angle.ts'
import type { Power } from './transpose.ts'

/** A power as three numbers that may be added: mean sphere and two crossed cylinders, dioptres. */
export interface PowerVector {
  readonly mean: number
  readonly straight: number
  readonly oblique: number
}

/** M = S + C/2, J0 = -C/2 cos 2a, J45 = -C/2 sin 2a. Source: Thibos, Wheeler, Horner, Optom Vis Sci 1997;74:367. */
export const toPowerVector = ({ sphere, cylinder, axis }: Power): PowerVector => ({
  mean: sphere + cylinder / 2,
  straight: (-cylinder / 2) * cosine(2 * axis),
  oblique: (-cylinder / 2) * sine(2 * axis),
})

/** Back, in minus cylinder: C = -2 sqrt(J0² + J45²), S = M - C/2, axis = half the direction of (J0, J45). Source: as above. */
export function fromPowerVector({ mean, straight, oblique }: PowerVector): Power {
  const half = Math.sqrt(straight * straight + oblique * oblique)
  const axis = direction(oblique, straight) / 2
  return { sphere: mean + half, cylinder: 0 - 2 * half, axis: axis === 0 ? 180 : axis }
}

/** Two lenses one behind the other, thin. Source: as above; a crossed cylinder is the sum of the vectors. */
export function crossed(one: Power, other: Power): Power {
  const a = toPowerVector(one)
  const b = toPowerVector(other)
  return fromPowerVector({
    mean: a.mean + b.mean,
    straight: a.straight + b.straight,
    oblique: a.oblique + b.oblique,
  })
}

/** What is left when the eye needs one power and gets another. Source: as above. */
export const residue = (needed: Power, got: Power): Power =>
  crossed(needed, { sphere: -got.sphere, cylinder: -got.cylinder, axis: got.axis })

/**
 * Turn of the axis that leaves a residual crossed cylinder of this half power: asin(residue / 2C), degrees; NaN where no
 * turn leaves so much. Source: the basis of the axis table of ANSI Z80.1, Optical Laboratories Association white paper.
 */
export const axisTurnLeaving = (residueHalf: number, cylinder: number): number =>
  arcSine(residueHalf / (2 * Math.abs(cylinder)))
