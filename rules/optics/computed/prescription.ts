import { powerInMeridian, strongestMeridian, weakestMeridian } from '../meridian.ts'
import { crossed } from '../power-vector.ts'
import { inMinusCylinder, sphericalEquivalent, transpose } from '../transpose.ts'
import { lensAtVertex, powerAtVertex } from '../vertex.ts'
import { numberOf } from './asking.ts'
import { givenPower, powerGiven } from './given-power.ts'
import { degrees, dioptres, millimetres, orNull } from './inputs.ts'

const jalie = 'Jalie, Principles of Ophthalmic Lenses'
const power = [dioptres('sphere'), dioptres('cylinder'), degrees('axis')] as const
const two = [dioptres('sphere'), orNull(dioptres('cylinder'))] as const
const moved = [...two, millimetres('from'), millimetres('to')] as const
const pair = [...power, dioptres('otherSphere'), dioptres('otherCylinder'), degrees('otherAxis')] as const

/** A cylinder without axis has no power in a meridian. */
function inMeridian(
  ...[sphere, cylinder, axis, meridian]: [number, number | null, number | null, number]
): number | null {
  const given = powerGiven(sphere, cylinder, axis)
  return given === null ? null : powerInMeridian(given.sphere, given.cylinder, given.axis, meridian)
}

/** A rounded axis stays within 1 to 180. */
const wholeAxis = (axis: number): number => Math.floor(axis + 0.5) % 180 || 180

type Six = [number, number, number, number, number, number]
const crossedOf = (...[sphere, cylinder, axis, otherSphere, otherCylinder, otherAxis]: Six) =>
  crossed({ sphere, cylinder, axis }, { sphere: otherSphere, cylinder: otherCylinder, axis: otherAxis })

/** What is computed of the prescription alone. */
export const prescriptionFunctions = [
  numberOf({
    name: 'transposedSphere@1',
    inputs: two,
    unit: 'D',
    meaning: 'sphere with the cylinder’s other sign',
    source: jalie,
    answer: (sphere, cylinder) => transpose({ sphere, cylinder: cylinder ?? 0, axis: 180 }).sphere,
  }),
  numberOf({
    name: 'transposedCylinder@1',
    inputs: [dioptres('cylinder')],
    unit: 'D',
    meaning: 'cylinder with its other sign',
    source: jalie,
    answer: (cylinder) => -cylinder,
  }),
  numberOf({
    name: 'transposedAxis@1',
    inputs: [degrees('axis')],
    unit: 'deg',
    meaning: 'axis with the cylinder’s other sign, 1 to 180',
    source: jalie,
    answer: (axis) => transpose({ sphere: 0, cylinder: 0, axis }).axis,
  }),
  numberOf({
    name: 'minusSphere@1',
    inputs: two,
    unit: 'D',
    meaning: 'sphere in minus-cylinder notation',
    source: jalie,
    answer: (sphere, cylinder) => inMinusCylinder({ sphere, cylinder: cylinder ?? 0, axis: 180 }).sphere,
  }),
  numberOf({
    name: 'minusCylinder@1',
    inputs: [dioptres('cylinder')],
    unit: 'D',
    meaning: 'cylinder in minus-cylinder notation',
    source: jalie,
    answer: (cylinder) => -Math.abs(cylinder),
  }),
  numberOf({
    name: 'minusAxis@1',
    inputs: [dioptres('cylinder'), degrees('axis')],
    unit: 'deg',
    meaning: 'axis in minus-cylinder notation',
    source: jalie,
    answer: (cylinder, axis) => inMinusCylinder({ sphere: 0, cylinder, axis }).axis,
  }),
  numberOf({
    name: 'meridianPower@1',
    inputs: [...givenPower, degrees('meridian')],
    unit: 'D',
    meaning: 'power in the meridian of a direction',
    source: jalie,
    answer: inMeridian,
  }),
  numberOf({
    name: 'powerAt90@1',
    inputs: givenPower,
    unit: 'D',
    meaning: 'power in the vertical meridian',
    source: jalie,
    answer: (sphere, cylinder, axis) => inMeridian(sphere, cylinder, axis, 90),
  }),
  numberOf({
    name: 'powerAt180@1',
    inputs: givenPower,
    unit: 'D',
    meaning: 'power in the horizontal meridian',
    source: jalie,
    answer: (sphere, cylinder, axis) => inMeridian(sphere, cylinder, axis, 180),
  }),
  numberOf({
    name: 'sphericalEquivalent@1',
    inputs: two,
    unit: 'D',
    meaning: 'sphere of the same mean power',
    source: jalie,
    answer: (sphere, cylinder) => sphericalEquivalent(sphere, cylinder ?? 0),
  }),
  numberOf({
    name: 'strongestMeridian@1',
    inputs: two,
    unit: 'D',
    meaning: 'principal power farther from zero, with its sign',
    source: 'ISO 21987, principal meridian',
    answer: (sphere, cylinder) => strongestMeridian(sphere, cylinder ?? 0),
  }),
  numberOf({
    name: 'weakestMeridian@1',
    inputs: two,
    unit: 'D',
    meaning: 'principal power nearer to zero, with its sign',
    source: 'ISO 21987, principal meridian',
    answer: (sphere, cylinder) => weakestMeridian(sphere, cylinder ?? 0),
  }),
  numberOf({
    name: 'vertexPower@1',
    inputs: [dioptres('power'), millimetres('from'), millimetres('to')],
    unit: 'D',
    meaning: 'power that does the same at another distance from the eye',
    source: jalie,
    answer: powerAtVertex,
  }),
  numberOf({
    name: 'vertexSphere@1',
    inputs: moved,
    unit: 'D',
    meaning: 'sphere that does the same at another distance from the eye',
    source: jalie,
    answer: (sphere, cylinder, from, to) =>
      lensAtVertex({ sphere, cylinder: cylinder ?? 0, axis: 180 }, from, to).sphere,
  }),
  numberOf({
    name: 'vertexCylinder@1',
    inputs: moved,
    unit: 'D',
    meaning: 'cylinder that does the same at another distance from the eye',
    source: jalie,
    answer: (sphere, cylinder, from, to) =>
      lensAtVertex({ sphere, cylinder: cylinder ?? 0, axis: 180 }, from, to).cylinder,
  }),
  numberOf({
    name: 'crossedSphere@1',
    inputs: pair,
    unit: 'D',
    meaning: 'sphere of two powers together, minus cylinder',
    source: 'Thibos, Wheeler, Horner, Optom Vis Sci 1997;74:367',
    answer: (...six) => crossedOf(...six).sphere,
  }),
  numberOf({
    name: 'crossedCylinder@1',
    inputs: pair,
    unit: 'D',
    meaning: 'cylinder of two powers together, minus cylinder',
    source: 'Thibos, Wheeler, Horner, Optom Vis Sci 1997;74:367',
    answer: (...six) => crossedOf(...six).cylinder,
  }),
  numberOf({
    name: 'crossedAxis@1',
    inputs: pair,
    unit: 'deg',
    meaning: 'axis of two powers together, minus cylinder',
    source: 'Thibos, Wheeler, Horner, Optom Vis Sci 1997;74:367',
    answer: (...six) => wholeAxis(crossedOf(...six).axis),
  }),
]
