import { cosine, sine } from './angle.ts'
import { fromPowerVector, toPowerVector } from './power-vector.ts'
import { nasalSign, type Eye } from './prism.ts'
import type { Power } from './transpose.ts'

/** How a lens stands before the eye, degrees: its lower edge in, its temporal edge back. */
export interface Stand {
  readonly eye: Eye
  readonly panto: number
  readonly wrap: number
}

/**
 * Power that a tilted lens adds to the eye's: S sin²t/2n to the sphere and a cylinder of S tan²t along the axis of the
 * tilt. Of a toric lens the part across that axis is stretched by 1/cos t; panto and wrap are one tilt with
 * cos t = cos p cos w. NaN from 90 degrees on.
 * Source: Martin's formula, in Jalie, Principles of Ophthalmic Lenses; its matrix form after Keating, Optom Vis Sci 1995;72:258.
 */
export function tiltError(power: Power, index: number, { eye, panto, wrap }: Stand): Power {
  const cosineOfTilt = cosine(panto) * cosine(wrap)
  const squaredSine = 1 - cosineOfTilt * cosineOfTilt
  const { mean, straight, oblique } = toPowerVector(power)
  if (!(cosineOfTilt > 0)) return { sphere: Number.NaN, cylinder: Number.NaN, axis: Number.NaN }
  if (squaredSine <= 0) return { sphere: 0, cylinder: 0, axis: 180 }
  // The lens's normal, projected on the frontal plane: the direction across the axis of the tilt.
  const normalX = -nasalSign(eye) * sine(wrap) * cosine(panto)
  const normalY = -sine(panto)
  const length = Math.sqrt(normalX * normalX + normalY * normalY)
  const ux = normalX / length
  const uy = normalY / length
  // Power as a matrix: J0 adds to the horizontal meridian (cylinder axis 90 works there).
  const [pxx, pxy, pyy] = [mean + straight, oblique, mean - straight]
  const grow = 1 / cosineOfTilt - 1
  const [dxx, dxy, dyy] = [1 + grow * ux * ux, grow * ux * uy, 1 + grow * uy * uy]
  const [mxx, mxy] = [dxx * pxx + dxy * pxy, dxx * pxy + dxy * pyy]
  const [myx, myy] = [dxy * pxx + dyy * pxy, dxy * pxy + dyy * pyy]
  const general = squaredSine / (2 * index)
  const exx = mxx * dxx + mxy * dxy - pxx + general * pxx
  const exy = mxx * dxy + mxy * dyy - pxy + general * pxy
  const eyy = myx * dxy + myy * dyy - pyy + general * pyy
  return fromPowerVector({ mean: (exx + eyy) / 2, straight: (exx - eyy) / 2, oblique: exy })
}

/** The power the eye then gets. Source: as above. */
export const powerWhenTilted = (power: Power, index: number, stand: Stand): Power =>
  addedTo(power, tiltError(power, index, stand), 1)

/** What to make so that the tilted lens does what was prescribed: the prescription less the error. Source: as above. */
export const compensatedForTilt = (power: Power, index: number, stand: Stand): Power =>
  addedTo(power, tiltError(power, index, stand), -1)

function addedTo(power: Power, error: Power, sign: 1 | -1): Power {
  const one = toPowerVector(power)
  const other = toPowerVector(error)
  return fromPowerVector({
    mean: one.mean + sign * other.mean,
    straight: one.straight + sign * other.straight,
    oblique: one.oblique + sign * other.oblique,
  })
}
