import { axisWithin } from './angle.ts'

/** A prescription's power: sphere and cylinder in dioptres, axis in degrees, above 0 to 180. */
export interface Power {
  readonly sphere: number
  readonly cylinder: number
  readonly axis: number
}

/** The same lens with the cylinder's other sign: S' = S + C, C' = -C, axis turned by 90. Source: Jalie, Principles of Ophthalmic Lenses. */
export const transpose = ({ sphere, cylinder, axis }: Power): Power => ({
  sphere: sphere + cylinder,
  cylinder: 0 - cylinder,
  axis: axisWithin(axis + 90),
})

/** As labs calculate: minus cylinder; a sphere keeps its axis. Source: Jalie, Principles of Ophthalmic Lenses. */
export const inMinusCylinder = (power: Power): Power => (power.cylinder > 0 ? transpose(power) : power)

/** Sphere with the same mean power: S + C/2. Source: Jalie, Principles of Ophthalmic Lenses. */
export const sphericalEquivalent = (sphere: number, cylinder: number): number => sphere + cylinder / 2
