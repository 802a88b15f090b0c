import { boxDiagonal, decentration, framePd, heightAbove, nearPd, verticalDecentration } from '../layout.ts'
import {
  imageJump,
  inducedPrismIn,
  inducedPrismUp,
  prismBase,
  prismIn,
  prismThickness,
  prismUp,
  resultantPrism,
} from '../prism.ts'
import { readingImbalance, slabOffEye } from '../slab-off.ts'
import { thinningPrism } from '../thinning.ts'
import { numberOf, textOf } from './asking.ts'
import { givenPower, powerGiven } from './given-power.ts'
import { ifEye } from './if-eye.ts'
import { degrees, dioptres, eye, index, millimetres, orNull, percent, prismDioptres } from './inputs.ts'

const jalie = 'Jalie, Principles of Ophthalmic Lenses'
const boxing = 'boxing system, ISO 8624'
const prentice = 'Prentice’s rule for toric lenses; Jalie, Principles of Ophthalmic Lenses'
const lensAndOffset = [...[eye, ...givenPower], ...[millimetres('offsetIn'), millimetres('offsetUp')]] as const

/** A direction rounded to whole degrees stays below a full turn. */
const wholeDirection = (base: number): number => Math.floor(base + 0.5) % 360

function prismOf(
  ...[by, side, sphere, cylinder, axis, offsetIn, offsetUp]: [
    ...[typeof inducedPrismIn, string, number, number | null, number | null],
    ...[number, number],
  ]
): number | null {
  const power = powerGiven(sphere, cylinder, axis)
  if (power === null) return null
  return ifEye(side, (known) => by(known, power.sphere, power.cylinder, power.axis, offsetIn, offsetUp))
}

/** Prism, layout, reading. */
export const prismAndLayoutFunctions = [
  numberOf({
    name: 'framePd@1',
    inputs: [millimetres('a'), millimetres('dbl')],
    unit: 'mm',
    meaning: 'distance of the boxed centres',
    source: boxing,
    answer: framePd,
  }),
  numberOf({
    name: 'decentration@1',
    inputs: [millimetres('a'), millimetres('dbl'), millimetres('monocularPd')],
    unit: 'mm',
    meaning: 'from the boxed centre to the pupil, in positive',
    source: 'OMA/VCA Data Communication Standard, FCOCIN',
    answer: decentration,
  }),
  numberOf({
    name: 'verticalDecentration@1',
    inputs: [millimetres('height'), millimetres('b')],
    unit: 'mm',
    meaning: 'from the boxed centre to a height above the lowest tangent, up positive',
    source: 'OMA/VCA Data Communication Standard, FCOCUP',
    answer: verticalDecentration,
  }),
  numberOf({
    name: 'heightAbove@1',
    inputs: [millimetres('b'), millimetres('height')],
    unit: 'mm',
    meaning: 'what is left of the lens above a height',
    source: boxing,
    answer: heightAbove,
  }),
  numberOf({
    name: 'boxDiagonal@1',
    inputs: [millimetres('a'), millimetres('b')],
    unit: 'mm',
    meaning: 'corner to corner of the box; no effective diameter is larger',
    source: boxing,
    answer: boxDiagonal,
  }),
  numberOf({
    name: 'nearPd@1',
    inputs: [millimetres('pd'), millimetres('workingDistance'), millimetres('rotationDistance')],
    unit: 'mm',
    meaning: 'centration at near: PD w / (w + s)',
    source: 'Jalie, Ophthalmic Lenses and Dispensing',
    answer: (pd, workingDistance, rotationDistance) =>
      workingDistance > 0 && rotationDistance >= 0 ? nearPd(pd, workingDistance, rotationDistance) : null,
  }),
  numberOf({
    name: 'prismIn@1',
    inputs: [eye, prismDioptres('amount'), degrees('base')],
    unit: 'prism',
    meaning: 'nasal part of a prism given by amount and base direction',
    source: jalie,
    answer: (side, amount, base) => ifEye(side, (known) => prismIn(known, amount, base)),
  }),
  numberOf({
    name: 'prismUp@1',
    inputs: [prismDioptres('amount'), degrees('base')],
    unit: 'prism',
    meaning: 'upward part of a prism given by amount and base direction',
    source: jalie,
    answer: prismUp,
  }),
  numberOf({
    name: 'resultantPrism@1',
    inputs: [orNull(prismDioptres('in')), orNull(prismDioptres('up'))],
    unit: 'prism',
    meaning: 'amount of a prism given by its parts, of which one may be missing',
    source: jalie,
    answer: (inward, up) => (inward === null && up === null ? null : resultantPrism(inward ?? 0, up ?? 0)),
  }),
  numberOf({
    name: 'prismBase@1',
    inputs: [eye, orNull(prismDioptres('in')), orNull(prismDioptres('up'))],
    unit: 'deg',
    meaning: 'base direction of a prism given by its parts, 0 to 359 seen from the front',
    source: 'OMA/VCA Data Communication Standard, PRVA',
    answer: (side, inward, up) => ifEye(side, (known) => wholeDirection(prismBase(known, inward ?? 0, up ?? 0))),
  }),
  numberOf({
    name: 'inducedPrismIn@1',
    inputs: lensAndOffset,
    unit: 'prism',
    meaning: 'nasal prism at a point from which the optical centre lies so far in and up',
    source: prentice,
    answer: (side, ...lens) => prismOf(inducedPrismIn, side, ...lens),
  }),
  numberOf({
    name: 'inducedPrismUp@1',
    inputs: lensAndOffset,
    unit: 'prism',
    meaning: 'upward prism at a point from which the optical centre lies so far in and up',
    source: prentice,
    answer: (side, ...lens) => prismOf(inducedPrismUp, side, ...lens),
  }),
  numberOf({
    name: 'prismThickness@1',
    inputs: [prismDioptres('prism'), millimetres('width'), index('index')],
    unit: 'mm',
    meaning: 'how much thicker a prism makes its base than its apex',
    source: jalie,
    answer: (prism, width, n) => (n > 1 ? prismThickness(prism, width, n) : null),
  }),
  numberOf({
    name: 'imageJump@1',
    inputs: [millimetres('segmentCentreDepth'), dioptres('addition')],
    unit: 'prism',
    meaning: 'jump of the image at a segment’s edge',
    source: jalie,
    answer: imageJump,
  }),
  numberOf({
    name: 'thinningPrism@1',
    inputs: [dioptres('addition'), percent('share')],
    unit: 'prism',
    meaning: 'prism base down on both eyes that thins a progressive lens: a share of the addition',
    source: 'rule of thumb, optiboard.com; the share is data',
    answer: (addition, share) => thinningPrism(addition, share / 100),
  }),
  numberOf({
    name: 'readingImbalance@1',
    inputs: [dioptres('powerAt90'), dioptres('fellowPowerAt90'), millimetres('drop')],
    unit: 'prism',
    meaning: 'difference of vertical prism between the eyes at the reading level',
    source: prentice,
    answer: readingImbalance,
  }),
  textOf({
    name: 'slabOffEye@1',
    inputs: [eye, dioptres('powerAt90'), dioptres('fellowPowerAt90')],
    type: 'enum',
    meaning: 'the eye with more minus or less plus in 90, right or left; null when alike',
    source: 'Jalie, Ophthalmic Lenses and Dispensing',
    answer: (side, own, fellow) => ifEye(side, (known) => slabOffEye(known, own, fellow)),
  }),
]
