import { centreThickness, minimumEdgeAt } from '../centre-thickness.ts'
import { direction } from '../angle.ts'
import { backCurveFor } from '../lens-power.ts'
import { curvatureOf } from '../curves.ts'
import type { Outline } from '../outline.ts'
import { readHoles } from '../holes.ts'
import { nasalSign } from '../prism.ts'
import { lensOf, thicknessAt, thicknessAtPoint, thickestPoint, thinnestPoint } from '../thickness.ts'
import { roundVolume, volumeWithin, weightOf } from '../weight.ts'
import { numberOf } from './asking.ts'
import { edgedLens, withLens } from './edged-lens.ts'
import { density, dioptres, index, millimetres, orNull, shape } from './inputs.ts'

const jalie = 'Jalie, Principles of Ophthalmic Lenses'
const edgedWithCentre = [millimetres('centre'), ...edgedLens] as const

/** Direction of a point of the outline as the boxed centre sees it, whole degrees below a full turn. */
const directionOf = ({ xs, ys }: Outline, at: number): number =>
  at === -1 ? Number.NaN : Math.floor(direction(ys[at] ?? 0, xs[at] ?? 0) + 0.5) % 360

/** Thickness and weight of the lens edged to its trace, or to its box where there is no trace. */
export const thicknessFunctions = [
  numberOf({
    name: 'centreThickness@1',
    inputs: [
      ...[millimetres('minimumCentre'), millimetres('minimumEdge'), orNull(millimetres('minimumSum'))],
      ...edgedLens,
    ] as const,
    unit: 'mm',
    meaning: 'thickness at the reference point so that centre, thinnest edge and their sum meet their minima',
    source: `${jalie}; sum rule, Rx-Universe manual`,
    answer: (minimumCentre, edge, sum, ...given) =>
      withLens(given, (asked, outline, x, y) =>
        centreThickness(asked, { centre: minimumCentre, edge, sum: sum ?? 0 }, outline, x, y),
      ),
  }),
  numberOf({
    name: 'thickestEdge@1',
    inputs: edgedWithCentre,
    unit: 'mm',
    meaning: 'edge where it is thickest',
    source: jalie,
    answer: (centre, ...given) =>
      withLens(given, (asked, outline, x, y) => {
        const lens = lensOf(asked, centre)
        return thicknessAtPoint(lens, outline, thickestPoint(lens, outline, x, y), x, y)
      }),
  }),
  numberOf({
    name: 'thinnestEdge@1',
    inputs: edgedWithCentre,
    unit: 'mm',
    meaning: 'edge where it is thinnest',
    source: jalie,
    answer: (centre, ...given) =>
      withLens(given, (asked, outline, x, y) => {
        const lens = lensOf(asked, centre)
        return thicknessAtPoint(lens, outline, thinnestPoint(lens, outline, x, y), x, y)
      }),
  }),
  numberOf({
    name: 'thickestEdgeAt@1',
    inputs: edgedWithCentre,
    unit: 'deg',
    meaning: 'direction of the thickest edge from the boxed centre, 0 to 359 seen from the front',
    source: 'OMA/VCA Data Communication Standard, THKA',
    answer: (centre, ...given) =>
      withLens(given, (asked, outline, x, y) =>
        directionOf(outline, thickestPoint(lensOf(asked, centre), outline, x, y)),
      ),
  }),
  numberOf({
    name: 'thinnestEdgeAt@1',
    inputs: edgedWithCentre,
    unit: 'deg',
    meaning: 'direction of the thinnest edge from the boxed centre, 0 to 359 seen from the front',
    source: 'OMA/VCA Data Communication Standard, THNA',
    answer: (centre, ...given) =>
      withLens(given, (asked, outline, x, y) =>
        directionOf(outline, thinnestPoint(lensOf(asked, centre), outline, x, y)),
      ),
  }),
  numberOf({
    name: 'thicknessAt@1',
    inputs: [millimetres('pointIn'), millimetres('pointUp'), ...edgedWithCentre],
    unit: 'mm',
    meaning: 'thickness at a point seen from the boxed centre: at a drilled hole',
    source: jalie,
    answer: (pointIn, pointUp, centre, ...given) =>
      withLens(given, (asked, _, x, y) =>
        thicknessAt(lensOf(asked, centre), nasalSign(asked.eye) * pointIn - x, pointUp - y),
      ),
  }),
  numberOf({
    name: 'thinnestAtHoles@1',
    inputs: [shape('holes'), ...edgedWithCentre] as const,
    unit: 'mm',
    meaning: 'thickness at the drilled hole where the lens is thinnest, `[in, up]` of each from the boxed centre',
    source: `${jalie}; OMA/VCA Data Communication Standard, DRILLE: reference C is the eye’s boxed centre`,
    answer: (holes, centre, ...given) => {
      const points = readHoles(holes)
      if (points === null) return null
      return withLens(given, (asked, _, x, y) => {
        const lens = lensOf(asked, centre)
        const at = points.map(([pointIn, pointUp]) =>
          thicknessAt(lens, (nasalSign(asked.eye) * pointIn) / 100 - x, pointUp / 100 - y),
        )
        // A hole beyond the surface makes it NaN.
        return Math.min(...at)
      })
    },
  }),
  numberOf({
    name: 'weight@1',
    inputs: [density('density'), ...edgedWithCentre],
    unit: 'gram',
    meaning: 'mass of the edged lens',
    source: 'integral of the thickness over the shape',
    answer: (perVolume, centre, ...given) =>
      withLens(given, (asked, outline, x, y) =>
        weightOf(volumeWithin(lensOf(asked, centre), outline, x, y), perVolume),
      ),
  }),
  numberOf({
    name: 'uncutWeight@1',
    inputs: [
      ...[dioptres('power'), dioptres('front'), index('index')],
      ...[millimetres('centre'), millimetres('diameter'), density('density')],
    ] as const,
    unit: 'gram',
    meaning: 'mass of a round lens of two spherical surfaces',
    source: jalie,
    answer: (power, front, n, centre, diameter, perVolume) => {
      if (n <= 1 || diameter <= 0) return null
      const back = backCurveFor(power, front, centre, n)
      return weightOf(roundVolume(centre, curvatureOf(front, n), curvatureOf(-back, n), diameter), perVolume)
    },
  }),
  numberOf({
    name: 'minimumEdgeAt@1',
    inputs: [dioptres('power'), millimetres('atPlano'), millimetres('atPower'), dioptres('reachedAt')],
    unit: 'mm',
    meaning: 'smallest edge asked of a plus lens: one at plano, another at a power, a straight line between',
    source: 'Rx-Universe manual, thickness',
    answer: minimumEdgeAt,
  }),
]
