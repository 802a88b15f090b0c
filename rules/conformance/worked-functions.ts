import { arcSine, cosine, direction, sine } from '../optics/angle.ts'
import { baseByBoddy, baseByVogel, pairBase } from '../optics/base-curve.ts'
import { blankByRuleOfThumb, blankForBox, blankForOutline } from '../optics/blank-size.ts'
import { centreThickness, minimumEdgeAt } from '../optics/centre-thickness.ts'
import { powerOfRadius, radiusOf, sag, toolCurve, trueCurve } from '../optics/curves.ts'
import { boxDiagonal, decentration, framePd, nearPd, verticalDecentration } from '../optics/layout.ts'
import {
  backBaseCurve,
  backCrossCurve,
  backCurveFor,
  backVertexPower,
  equivalentPower,
  frontVertexPower,
} from '../optics/lens-power.ts'
import { powerInMeridian, strongestMeridian } from '../optics/meridian.ts'
import { axisTurnLeaving, residue, toPowerVector } from '../optics/power-vector.ts'
import {
  imageJump,
  inducedPrismIn,
  inducedPrismUp,
  offsetForPrism,
  prismBase,
  prismIn,
  prismThickness,
  prismUp,
  resultantPrism,
} from '../optics/prism.ts'
import { reflectance, transmittance } from '../optics/reflectance.ts'
import { readingImbalance, slabOffEye } from '../optics/slab-off.ts'
import { lensOf, roundEdge, thicknessAtPoint, thickestPoint, thinnestPoint } from '../optics/thickness.ts'
import { thinningPrism } from '../optics/thinning.ts'
import { tiltError } from '../optics/tilt.ts'
import { axisDifference, percentAllowance, withinAllowance } from '../optics/tolerance.ts'
import { transpose, sphericalEquivalent } from '../optics/transpose.ts'
import { lensAtVertex, powerAtVertex } from '../optics/vertex.ts'
import { roundVolume, volumeWithin, weightOf } from '../optics/weight.ts'
import { numbers, withEye, withTrace, type WorkedFunction } from './worked-function.ts'

const power = ['sphere', 'cylinder', 'axis'] as const
const surfaces = ['front', 'back', 'thickness', 'index'] as const
const forBack = ['sphere', 'cylinder', 'front', 'thickness', 'index'] as const
const edged = [...power, 'front', 'index', 'prismIn', 'prismUp', 'in', 'up'] as const

/** The plain functions that tables of worked cases may be of, by the names the tables use. */
export const workedFunctions: Readonly<Record<string, WorkedFunction>> = {
  sine: numbers(['degrees'], sine),
  cosine: numbers(['degrees'], cosine),
  arcSine: numbers(['ratio'], arcSine),
  direction: numbers(['y', 'x'], direction),
  transpose: numbers(power, (sphere, cylinder, axis) => transpose({ sphere, cylinder, axis })),
  sphericalEquivalent: numbers(['sphere', 'cylinder'], sphericalEquivalent),
  powerInMeridian: numbers([...power, 'meridian'], powerInMeridian),
  strongestMeridian: numbers(['sphere', 'cylinder'], strongestMeridian),
  powerAtVertex: numbers(['power', 'from', 'to'], powerAtVertex),
  lensAtVertex: numbers([...power, 'from', 'to'], (sphere, cylinder, axis, from, to) =>
    lensAtVertex({ sphere, cylinder, axis }, from, to),
  ),
  powerVector: numbers(power, (sphere, cylinder, axis) => toPowerVector({ sphere, cylinder, axis })),
  residue: numbers([...power, 'gotSphere', 'gotCylinder', 'gotAxis'], (sphere, cylinder, axis, ...got) =>
    residue({ sphere, cylinder, axis }, { sphere: got[0], cylinder: got[1], axis: got[2] }),
  ),
  axisTurnLeaving: numbers(['residueHalf', 'cylinder'], axisTurnLeaving),
  prentice: withEye([...power, 'offsetIn', 'offsetUp'], (eye, ...lens) => {
    const inward = inducedPrismIn(eye, ...lens)
    const up = inducedPrismUp(eye, ...lens)
    return { in: inward, up, amount: resultantPrism(inward, up), base: prismBase(eye, inward, up) }
  }),
  prismParts: withEye(['amount', 'base'], (eye, amount, base) => ({
    in: prismIn(eye, amount, base),
    up: prismUp(amount, base),
  })),
  resultantPrism: withEye(['in', 'up'], (eye, inward, up) => ({
    amount: resultantPrism(inward, up),
    base: prismBase(eye, inward, up),
  })),
  offsetForPrism: numbers(['prism', 'power'], offsetForPrism),
  prismThickness: numbers(['prism', 'width', 'index'], prismThickness),
  imageJump: numbers(['segmentCentreDepth', 'addition'], imageJump),
  thinningPrism: numbers(['addition', 'share'], thinningPrism),
  readingImbalance: numbers(['powerAt90', 'fellowPowerAt90', 'drop'], readingImbalance),
  slabOffEye: withEye(['powerAt90', 'fellowPowerAt90'], slabOffEye),
  framePd: numbers(['a', 'dbl'], framePd),
  decentration: numbers(['a', 'dbl', 'monocularPd'], decentration),
  verticalDecentration: numbers(['height', 'b'], verticalDecentration),
  boxDiagonal: numbers(['a', 'b'], boxDiagonal),
  nearPd: numbers(['pd', 'workingDistance', 'rotationDistance'], nearPd),
  box: withTrace([], ({ a, b, circumference, effectiveDiameter, effectiveDiameterAxis }) => ({
    ...{ a, b, circumference, effectiveDiameter, effectiveDiameterAxis },
  })),
  blankForTrace: withTrace(['x', 'y', 'allowance'], blankForOutline),
  blankForBox: numbers(['a', 'b', 'effectiveDiameter', 'x', 'y', 'allowance'], blankForBox),
  blankByRuleOfThumb: numbers(['effectiveDiameter', 'in', 'allowance'], blankByRuleOfThumb),
  sag: numbers(['curve', 'index', 'height'], sag),
  radius: numbers(['curve', 'index'], radiusOf),
  curveOfRadius: numbers(['radius', 'index'], powerOfRadius),
  toolCurve: numbers(['curve', 'index', 'toolIndex'], toolCurve),
  trueCurve: numbers(['toolCurve', 'index', 'toolIndex'], trueCurve),
  backVertexPower: numbers(surfaces, backVertexPower),
  frontVertexPower: numbers(surfaces, frontVertexPower),
  equivalentPower: numbers(surfaces, equivalentPower),
  backCurves: numbers(forBack, (...lens) => ({ base: backBaseCurve(...lens), cross: backCrossCurve(...lens) })),
  roundEdge: numbers(['power', 'front', 'index', 'centre', 'height'], (wanted, front, index, centre, height) =>
    roundEdge(front, backCurveFor(wanted, front, centre, index), index, centre, height),
  ),
  roundCentre: numbers(['power', 'front', 'index', 'edge', 'height'], (sphere, front, index, edge, height) =>
    centreThickness(
      { eye: 'right', sphere, cylinder: 0, axis: 180, front, index, prismIn: 0, prismUp: 0 },
      { centre: 0, edge, sum: 0 },
      { count: 1, xs: Float64Array.of(height), ys: Float64Array.of(0) },
      ...([0, 0] as const),
    ),
  ),
  roundWeight: numbers(
    ['power', 'front', 'index', 'centre', 'diameter', 'density'],
    (wanted, front, index, centre, diameter, density) => {
      const back = backCurveFor(wanted, front, centre, index)
      const volume = roundVolume(centre, 1 / radiusOf(front, index), -1 / radiusOf(back, index), diameter)
      return weightOf(volume, density)
    },
  ),
  minimumEdgeAt: numbers(['power', 'atPlano', 'atPower', 'reachedAt'], minimumEdgeAt),
  edgedLens: withTrace([...edged, 'centre', 'density'], (outline, ...given) => {
    const [sphere, cylinder, axis, front, index, inward, upward, x, y, centre, density] = given
    const asked = { eye: 'right', sphere, cylinder, axis, front, index, prismIn: inward, prismUp: upward } as const
    const lens = lensOf(asked, centre)
    return {
      thickest: thicknessAtPoint(lens, outline, thickestPoint(lens, outline, x, y), x, y),
      thinnest: thicknessAtPoint(lens, outline, thinnestPoint(lens, outline, x, y), x, y),
      weight: weightOf(volumeWithin(lens, outline, x, y), density),
    }
  }),
  centreOnTrace: withTrace([...edged, 'minimumCentre', 'minimumEdge', 'minimumSum'], (outline, ...given) => {
    const [sphere, cylinder, axis, front, index, inward, upward, x, y, centre, edge, sum] = given
    const asked = { eye: 'right', sphere, cylinder, axis, front, index, prismIn: inward, prismUp: upward } as const
    return centreThickness(asked, { centre, edge, sum }, outline, x, y)
  }),
  tiltError: withEye([...power, 'index', 'panto', 'wrap'], (eye, sphere, cylinder, axis, index, panto, wrap) =>
    tiltError({ sphere, cylinder, axis }, index, { eye, panto, wrap }),
  ),
  baseByVogel: numbers(['sphere', 'cylinder'], (sphere, cylinder) =>
    baseByVogel(sphericalEquivalent(sphere, cylinder)),
  ),
  baseByBoddy: numbers(['sphere', 'cylinder', 'addition'], (sphere, cylinder, addition) =>
    baseByBoddy(sphericalEquivalent(sphere, cylinder), addition),
  ),
  pairBase: numbers(
    ['base', 'fellowBase', 'power', 'fellowPower', 'alikeBelow', 'farthest'],
    (base, fellowBase, own, fellowPower, alikeBelow, farthest) =>
      pairBase(base, fellowBase, own, fellowPower, { alikeBelow, farthest }),
  ),
  reflectance: numbers(['index'], reflectance),
  transmittance: numbers(['index', 'absorption'], transmittance),
  axisDifference: numbers(['one', 'other'], axisDifference),
  percentAllowance: numbers(['expected', 'percent'], percentAllowance),
  withinAllowance: numbers(['measured', 'expected', 'minus', 'plus'], (...all) => {
    // Limits compare exactly on the lattice only.
    const [measured, expected, minus, plus] = all
    const whole = (value: number): number => Math.round(value * 1000)
    return withinAllowance(whole(measured), { expected: whole(expected), minus: whole(minus), plus: whole(plus) })
  }),
}
