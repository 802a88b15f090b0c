import { reflectance, transmittance, transmittanceCoated } from '../reflectance.ts'
import { compensatedForTilt, powerWhenTilted } from '../tilt.ts'
import type { Power } from '../transpose.ts'
import { numberOf } from './asking.ts'
import { givenPower, powerGiven } from './given-power.ts'
import { ifEye } from './if-eye.ts'
import { degrees, eye, index, orNull, percent } from './inputs.ts'

const martin = 'Martin’s formula, Jalie; matrix form after Keating, Optom Vis Sci 1995;72:258'
const standing = [eye, ...givenPower, index('index'), degrees('panto'), degrees('wrap')] as const

type Standing = [string, number, number | null, number | null, number, number, number]

const standingAs =
  (how: typeof powerWhenTilted, part: (power: Power) => number) =>
  (...[side, sphere, cylinder, axis, n, panto, wrap]: Standing): number | null => {
    const power = powerGiven(sphere, cylinder, axis)
    if (power === null || n <= 1 || Math.abs(panto) >= 90 || Math.abs(wrap) >= 90) return null
    return ifEye(side, (known) => part(how(power, n, { eye: known, panto, wrap })))
  }

/** A rounded axis stays within 1 to 180. */
const wholeAxis = ({ axis }: Power): number => Math.floor(axis + 0.5) % 180 || 180
const sphereOf = ({ sphere }: Power): number => sphere
const cylinderOf = ({ cylinder }: Power): number => cylinder

const got = 'of the power the eye gets from this lens when it stands tilted'
const made = 'of the power to make so that the tilted lens does what was prescribed'

/** How a lens stands before the eye, and the light it passes. */
export const tiltAndLightFunctions = [
  numberOf({
    ...{ name: 'tiltedSphere@1', inputs: standing, unit: 'D', meaning: `sphere ${got}`, source: martin },
    answer: standingAs(powerWhenTilted, sphereOf),
  }),
  numberOf({
    ...{ name: 'tiltedCylinder@1', inputs: standing, unit: 'D', meaning: `cylinder ${got}`, source: martin },
    answer: standingAs(powerWhenTilted, cylinderOf),
  }),
  numberOf({
    ...{ name: 'tiltedAxis@1', inputs: standing, unit: 'deg', meaning: `axis ${got}`, source: martin },
    answer: standingAs(powerWhenTilted, wholeAxis),
  }),
  numberOf({
    ...{ name: 'tiltCompensatedSphere@1', inputs: standing, unit: 'D', meaning: `sphere ${made}`, source: martin },
    answer: standingAs(compensatedForTilt, sphereOf),
  }),
  numberOf({
    ...{ name: 'tiltCompensatedCylinder@1', inputs: standing, unit: 'D', meaning: `cylinder ${made}`, source: martin },
    answer: standingAs(compensatedForTilt, cylinderOf),
  }),
  numberOf({
    ...{ name: 'tiltCompensatedAxis@1', inputs: standing, unit: 'deg', meaning: `axis ${made}`, source: martin },
    answer: standingAs(compensatedForTilt, wholeAxis),
  }),
  numberOf({
    name: 'reflectance@1',
    inputs: [index('index')],
    unit: 'percent',
    meaning: 'share of light that one uncoated surface throws back',
    source: 'Fresnel at normal incidence',
    answer: (n) => (n > 0 ? 100 * reflectance(n) : null),
  }),
  numberOf({
    name: 'transmittance@1',
    inputs: [index('index'), percent('absorption'), orNull(percent('coatedReflectance'))],
    unit: 'percent',
    meaning:
      'share of light that passes a tinted lens; a coating’s reflectance, when given, stands for the surfaces’ own',
    source: 'Fresnel at normal incidence; ISO 8980-3',
    answer: (n, absorption, coated) => {
      if (n <= 0 || absorption < 0 || absorption > 100) return null
      if (coated === null) return 100 * transmittance(n, absorption / 100)
      return coated < 0 || coated > 100 ? null : 100 * transmittanceCoated(coated / 100, absorption / 100)
    },
  }),
]
