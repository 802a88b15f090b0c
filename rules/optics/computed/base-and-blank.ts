import type { Shape } from '../../vocabulary/fact.ts'
import { baseFromChart, readBaseCharts } from '../base-chart.ts'
import { baseByBoddy, baseByVogel, pairBase } from '../base-curve.ts'
import { chooseBlank, type BlankWish } from '../blank-choice.ts'
import { readAvailable, readBlankPolicy, readBlanks, type Blank } from '../blank-list.ts'
import { sphericalEquivalent } from '../transpose.ts'
import { numberOf, textOf } from './asking.ts'
import { code, dioptres, eye, millimetres, orNull, shape } from './inputs.ts'

const manual = 'Rx-Universe and labMan manuals, blank selection; the policy is data'
const two = [dioptres('sphere'), orNull(dioptres('cylinder'))] as const
const lists = [shape('blanks'), orNull(shape('available')), shape('policy'), eye] as const

const choose = (
  ...[blanks, available, policy, own, fellow]: [Shape, Shape | null, Shape, BlankWish, BlankWish | null]
): string | null => {
  const list = readBlanks(blanks)
  const how = readBlankPolicy(policy)
  const there = available === null ? null : readAvailable(available)
  // A stock that was asked but answered something unreadable is not a stock where everything is there.
  if (list === null || how === null || (available !== null && there === null)) return null
  return chooseBlank(list, there, own, fellow, how)?.id ?? null
}

const fellowOf = (side: string): string => (side === 'right' ? 'left' : 'right')

type Given = number | null

/** Written out field by field: spreading objects would cost more than the choice itself. */
const semiFinished = (
  ...[side, diameter, base, add, centre, edge]: [string, number, number, Given, Given, Given]
): BlankWish => ({ eye: side, diameter, base, add, sphere: null, cylinder: null, centre, edge })

const finished = (...[side, diameter, sphere, cylinder]: [string, number, number, number]): BlankWish => ({
  eye: side,
  diameter,
  base: null,
  add: null,
  sphere: cylinder > 0 ? sphere + cylinder : sphere,
  cylinder: 0 - Math.abs(cylinder),
  centre: null,
  edge: null,
})

const attribute = (name: string, unit: 'D' | 'mm', meaning: string, of: (blank: Blank) => number | null) =>
  numberOf({
    ...{ name, unit, meaning, source: 'the catalogue' },
    inputs: [shape('blanks'), code('blank')],
    onLattice: true,
    answer: (blanks, id) => {
      const found = readBlanks(blanks)?.byId.get(id)
      return found === undefined ? null : of(found)
    },
  })

/** Base curves and the choice of blanks. */
export const baseAndBlankFunctions = [
  numberOf({
    name: 'baseByVogel@1',
    inputs: two,
    unit: 'D',
    meaning: 'base by Vogel’s rule',
    source: 'Brooks and Borish, System for Ophthalmic Dispensing',
    answer: (sphere, cylinder) => baseByVogel(sphericalEquivalent(sphere, cylinder ?? 0)),
  }),
  numberOf({
    name: 'baseByBoddy@1',
    inputs: [...two, dioptres('addition')],
    unit: 'D',
    meaning: 'base for a digital progressive lens by Boddy',
    source: 'Boddy, base curve selection for digital lenses',
    answer: (sphere, cylinder, addition) => baseByBoddy(sphericalEquivalent(sphere, cylinder ?? 0), addition),
  }),
  numberOf({
    name: 'baseFromChart@1',
    inputs: [
      ...[shape('charts'), code('material'), code('type'), code('style'), orNull(code('colour'))],
      ...[...two, orNull(dioptres('addition'))],
    ] as const,
    unit: 'D',
    onLattice: true,
    meaning: 'base from the first chart that fits material, type, style and colour, `*` fitting any',
    source: 'makers’ charts as Optifacts keeps them; Rx-Universe manual, base curve for digital lenses',
    answer: (charts, material, type, style, colour, sphere, cylinder, addition) => {
      const read = readBaseCharts(charts)
      const key = { material, type, style, colour: colour ?? '' }
      return read === null ? null : baseFromChart(read, key, sphere, cylinder ?? 0, addition)
    },
  }),
  numberOf({
    name: 'pairBase@1',
    inputs: [
      ...[dioptres('base'), orNull(dioptres('fellowBase')), dioptres('power'), orNull(dioptres('fellowPower'))],
      ...[dioptres('alikeBelow'), dioptres('farthest')],
    ] as const,
    unit: 'D',
    onLattice: true,
    meaning: 'base so that a pair matches: the steeper, of two minus lenses the flatter, within the limits',
    source: 'opticaled.com, base curve selection for pairs; the limits are data',
    answer: (own, fellow, ownPower, fellowPower, alikeBelow, farthest) =>
      fellow === null || fellowPower === null
        ? own
        : pairBase(own, fellow, ownPower, fellowPower, { alikeBelow, farthest }),
  }),
  textOf({
    name: 'chooseBlank@1',
    inputs: [
      ...[...lists, dioptres('base'), orNull(dioptres('addition')), millimetres('minimumBlank')],
      ...[orNull(millimetres('blankCentre')), orNull(millimetres('blankEdge'))],
      ...[
        orNull(dioptres('fellowBase')),
        orNull(dioptres('fellowAddition')),
        orNull(millimetres('fellowMinimumBlank')),
      ],
      ...[orNull(millimetres('fellowBlankCentre')), orNull(millimetres('fellowBlankEdge'))],
    ] as const,
    type: 'code',
    onLattice: true,
    meaning: 'semi-finished blank for one eye, chosen with the fellow’s by the lab’s policy; null when none suits',
    source: manual,
    answer: (blanks, available, policy, side, base, add, diameter, centre, edge, ...fellow) => {
      const [fellowBase, fellowAdd, fellowDiameter, fellowCentre, fellowEdge] = fellow
      const own = semiFinished(side, diameter, base, add, centre, edge)
      const other =
        fellowBase === null || fellowDiameter === null
          ? null
          : semiFinished(fellowOf(side), fellowDiameter, fellowBase, fellowAdd, fellowCentre, fellowEdge)
      return choose(blanks, available, policy, own, other)
    },
  }),
  textOf({
    name: 'chooseStockLens@1',
    inputs: [
      ...[...lists, ...two, millimetres('minimumBlank')],
      ...[orNull(dioptres('fellowSphere')), orNull(dioptres('fellowCylinder'))],
      ...[orNull(millimetres('fellowMinimumBlank'))],
    ] as const,
    type: 'code',
    onLattice: true,
    meaning: 'finished lens of exactly this power (in minus cylinder), chosen with the fellow’s; null when none suits',
    source: manual,
    answer: (blanks, available, policy, side, sphere, cylinder, diameter, ...fellow) => {
      const [fellowSphere, fellowCylinder, fellowDiameter] = fellow
      const own = finished(side, diameter, sphere, cylinder ?? 0)
      const other =
        fellowSphere === null || fellowDiameter === null
          ? null
          : finished(fellowOf(side), fellowDiameter, fellowSphere, fellowCylinder ?? 0)
      return choose(blanks, available, policy, own, other)
    },
  }),
  attribute('blankBase@1', 'D', 'marked base of a blank', (blank) => blank.base),
  attribute('blankFront@1', 'D', 'true front curve of a blank', (blank) => blank.front),
  attribute('blankDiameter@1', 'mm', 'diameter of a blank', (blank) => blank.diameter),
  attribute('blankCentre@1', 'mm', 'centre thickness of a blank', (blank) => blank.centre),
  attribute('blankEdge@1', 'mm', 'edge thickness of a blank', (blank) => blank.edge),
  textOf({
    name: 'blankSupplier@1',
    inputs: [shape('blanks'), code('blank')],
    type: 'code',
    meaning: 'supplier of a blank',
    source: 'the catalogue',
    answer: (blanks, id) => readBlanks(blanks)?.byId.get(id)?.supplier ?? null,
  }),
]
