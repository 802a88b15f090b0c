import { powerOfRadius, radiusOf, sag, toolCurve, trueCurve } from '../curves.ts'
import { backBaseCurve, backCrossCurve, backVertexPower, equivalentPower, frontVertexPower } from '../lens-power.ts'
import { roundEdge } from '../thickness.ts'
import { numberOf } from './asking.ts'
import { dioptres, index, millimetres, orNull } from './inputs.ts'

const jalie = 'Jalie, Principles of Ophthalmic Lenses'
const surfaces = [dioptres('front'), dioptres('back'), millimetres('thickness'), index('index')] as const
const forBack = [
  ...[dioptres('sphere'), orNull(dioptres('cylinder')), dioptres('front')],
  ...[millimetres('thickness'), index('index')],
] as const

/** Surfaces: curves are in the lens's own index unless the name says tool. */
export const curveFunctions = [
  numberOf({
    name: 'sag@1',
    inputs: [dioptres('curve'), index('index'), millimetres('height')],
    unit: 'mm',
    meaning: 'depth of a surface at a height from its pole',
    source: jalie,
    answer: (curve, n, height) => (n > 1 ? sag(curve, n, height) : null),
  }),
  numberOf({
    name: 'radius@1',
    inputs: [dioptres('curve'), index('index')],
    unit: 'mm',
    meaning: 'radius of a surface',
    source: 'F = (n - 1)/r',
    answer: (curve, n) => (n > 1 ? radiusOf(curve, n) : null),
  }),
  numberOf({
    name: 'curveOfRadius@1',
    inputs: [millimetres('radius'), index('index')],
    unit: 'D',
    meaning: 'curve of a surface of this radius',
    source: 'F = (n - 1)/r',
    answer: (radius, n) => (n > 1 ? powerOfRadius(radius, n) : null),
  }),
  numberOf({
    name: 'toolCurve@1',
    inputs: [dioptres('curve'), index('index'), index('toolIndex')],
    unit: 'D',
    meaning: 'what tools of this index call a curve',
    source: 'one radius seen by two indices',
    answer: (curve, n, toolIndex) => (n > 1 && toolIndex > 1 ? toolCurve(curve, n, toolIndex) : null),
  }),
  numberOf({
    name: 'trueCurve@1',
    inputs: [dioptres('toolCurve'), index('index'), index('toolIndex')],
    unit: 'D',
    meaning: 'power, in the lens’s index, of a curve that a tool or a catalogue names',
    source: 'one radius seen by two indices',
    answer: (curve, n, toolIndex) => (n > 1 && toolIndex > 1 ? trueCurve(curve, n, toolIndex) : null),
  }),
  numberOf({
    name: 'backCurve@1',
    inputs: forBack,
    unit: 'D',
    meaning: 'back curve of a lens, the flatter of a toric one (base)',
    source: jalie,
    answer: (sphere, cylinder, front, thickness, n) =>
      n > 1 ? backBaseCurve(sphere, cylinder ?? 0, front, thickness, n) : null,
  }),
  numberOf({
    name: 'backCrossCurve@1',
    inputs: forBack,
    unit: 'D',
    meaning: 'back curve of a lens, the steeper of a toric one (cross)',
    source: jalie,
    answer: (sphere, cylinder, front, thickness, n) =>
      n > 1 ? backCrossCurve(sphere, cylinder ?? 0, front, thickness, n) : null,
  }),
  numberOf({
    name: 'backVertexPower@1',
    inputs: surfaces,
    unit: 'D',
    meaning: 'back vertex power of two surfaces',
    source: jalie,
    answer: (front, back, thickness, n) => (n > 1 ? backVertexPower(front, back, thickness, n) : null),
  }),
  numberOf({
    name: 'frontVertexPower@1',
    inputs: surfaces,
    unit: 'D',
    meaning: 'front vertex power of two surfaces; additions are read so',
    source: 'Jalie; Eyecare Business, Ask the Labs, 2004',
    answer: (front, back, thickness, n) => (n > 1 ? frontVertexPower(front, back, thickness, n) : null),
  }),
  numberOf({
    name: 'equivalentPower@1',
    inputs: surfaces,
    unit: 'D',
    meaning: 'equivalent power of two surfaces',
    source: 'Gullstrand, in Jalie',
    answer: (front, back, thickness, n) => (n > 1 ? equivalentPower(front, back, thickness, n) : null),
  }),
  numberOf({
    name: 'roundEdge@1',
    inputs: [
      ...[dioptres('front'), dioptres('back'), index('index')],
      ...[millimetres('centre'), millimetres('diameter')],
    ] as const,
    unit: 'mm',
    meaning: 'edge of a round lens; what a blank needs at its edge for these curves',
    source: jalie,
    answer: (front, back, n, centre, diameter) => (n > 1 ? roundEdge(front, back, n, centre, diameter / 2) : null),
  }),
]
