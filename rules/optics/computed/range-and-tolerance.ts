import { highestNotAbove, lowestNotBelow, nearestChoice, readChoices } from '../choices.ts'
import { exchanged, insidePolygon, nearestX, readPolygon } from '../polygon.ts'
import { largestDiameterFor, nearestSphereFor, readPowerRanges } from '../power-range.ts'
import { axisDifference, beyondAllowance, withinAllowance } from '../tolerance.ts'
import { flagOf, numberOf } from './asking.ts'
import { anyNumber, degrees, dioptres, millimetres, orNull, shape } from './inputs.ts'

const catalogue = 'makers’ availability charts'
const polygonAndPower = [shape('polygon'), dioptres('sphere'), dioptres('cylinder'), dioptres('step')] as const
const rangesAndPower = [
  ...[shape('ranges'), dioptres('sphere'), orNull(dioptres('cylinder')), orNull(dioptres('addition'))],
] as const
const chosenFrom = [shape('choices'), anyNumber('limit')] as const
const allowance = [anyNumber('measured'), anyNumber('expected'), anyNumber('minus'), anyNumber('plus')] as const

/** What may be ordered, what is nearest to it, and whether what was measured passes. */
export const rangeAndToleranceFunctions = [
  flagOf({
    name: 'insidePolygon@1',
    inputs: [shape('polygon'), anyNumber('x'), anyNumber('y')],
    meaning: 'whether a point lies within or on the edge of a polygon',
    source: 'even-odd rule, Shimrat, CACM 1962 algorithm 112',
    answer: (polygon, x, y) => {
      const read = readPolygon(polygon)
      return read === null ? null : insidePolygon(read, x, y)
    },
  }),
  numberOf({
    name: 'nearestSphereInPolygon@1',
    inputs: polygonAndPower,
    unit: 'D',
    onLattice: true,
    meaning: 'sphere nearest to the asked one that is within at this cylinder',
    source: catalogue,
    answer: (polygon, sphere, cylinder, step) => {
      const read = readPolygon(polygon)
      return read === null ? null : nearestX(read, sphere, cylinder, step)
    },
  }),
  numberOf({
    name: 'nearestCylinderInPolygon@1',
    inputs: polygonAndPower,
    unit: 'D',
    onLattice: true,
    meaning: 'cylinder nearest to the asked one that is within at this sphere',
    source: catalogue,
    answer: (polygon, sphere, cylinder, step) => {
      const read = readPolygon(polygon)
      return read === null ? null : nearestX(exchanged(read), cylinder, sphere, step)
    },
  }),
  flagOf({
    name: 'insideRanges@1',
    inputs: [...rangesAndPower, millimetres('diameter')],
    meaning: 'whether a power is made at this diameter or a larger one',
    source: catalogue,
    answer: (ranges, sphere, cylinder, addition, diameter) => {
      const read = readPowerRanges(ranges)
      if (read === null) return null
      return (largestDiameterFor(read, sphere, cylinder ?? 0, addition) ?? -Infinity) >= diameter
    },
  }),
  numberOf({
    name: 'largestDiameterInRanges@1',
    inputs: rangesAndPower,
    unit: 'mm',
    onLattice: true,
    meaning: 'largest diameter at which a power is made; null for a power that is not made',
    source: catalogue,
    answer: (ranges, sphere, cylinder, addition) => {
      const read = readPowerRanges(ranges)
      return read === null ? null : largestDiameterFor(read, sphere, cylinder ?? 0, addition)
    },
  }),
  numberOf({
    name: 'nearestSphereInRanges@1',
    inputs: [...rangesAndPower, millimetres('diameter'), dioptres('step')],
    unit: 'D',
    onLattice: true,
    meaning:
      'sphere, in minus-cylinder notation, nearest to the asked one that is made at this cylinder, addition and diameter',
    source: catalogue,
    answer: (ranges, sphere, cylinder, addition, diameter, step) => {
      const read = readPowerRanges(ranges)
      return read === null ? null : nearestSphereFor(read, sphere, cylinder ?? 0, addition, diameter, step)
    },
  }),
  numberOf({
    name: 'highestNotAbove@1',
    inputs: chosenFrom,
    onLattice: true,
    meaning: 'highest of the choices that is not above a limit: the longest corridor, the largest block',
    source: 'order of numbers',
    answer: (choices, limit) => {
      const read = readChoices(choices)
      return read === null ? null : highestNotAbove(read, limit)
    },
  }),
  numberOf({
    name: 'lowestNotBelow@1',
    inputs: chosenFrom,
    onLattice: true,
    meaning: 'lowest of the choices that is not below a limit: the smallest blank that is large enough',
    source: 'order of numbers',
    answer: (choices, limit) => {
      const read = readChoices(choices)
      return read === null ? null : lowestNotBelow(read, limit)
    },
  }),
  numberOf({
    name: 'nearestChoice@1',
    inputs: [shape('choices'), anyNumber('wish'), anyNumber('within')],
    onLattice: true,
    meaning: 'choice nearest to a wish and no farther than a limit: the base that is made',
    source: 'order of numbers',
    answer: (choices, wish, within) => {
      const read = readChoices(choices)
      return read === null ? null : nearestChoice(read, wish, within)
    },
  }),
  numberOf({
    name: 'axisDifference@1',
    inputs: [degrees('one'), degrees('other')],
    unit: 'deg',
    onLattice: true,
    meaning: 'angle between two axes, 0 to 90: 179 and 2 differ by 3',
    source: 'an axis and its opposite direction are one',
    answer: axisDifference,
  }),
  flagOf({
    name: 'withinAllowance@1',
    inputs: allowance,
    meaning: 'whether a measured value lies within expected - minus and expected + plus, ends included',
    source: 'ANSI Z80.1, ISO 21987; the limits are data',
    answer: (measured, expected, minus, plus) => withinAllowance(measured, { expected, minus, plus }),
  }),
  numberOf({
    name: 'beyondAllowance@1',
    inputs: allowance,
    onLattice: true,
    meaning: 'how far a measured value lies outside its allowance, 0 within',
    source: 'ANSI Z80.1, ISO 21987; the limits are data',
    answer: (measured, expected, minus, plus) => beyondAllowance(measured, { expected, minus, plus }),
  }),
]
