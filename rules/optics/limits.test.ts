import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exchanged, insidePolygon, nearestX, polygonOf, type Polygon } from './polygon.ts'
import { axisDifference, beyondAllowance, withinAllowance, withinAny } from './tolerance.ts'
import { toLattice } from './lattice.ts'

const value = fc.integer({ min: -20_000, max: 20_000 })
const width = fc.integer({ min: 0, max: 500 })
const point = fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }))
const points = fc.array(point, { minLength: 3, maxLength: 9 })

const read = (corners: readonly (readonly [number, number])[]): Polygon => {
  const polygon = polygonOf(corners)
  if (polygon === null) throw new Error('three corners are a polygon')
  return polygon
}

test('a wider tolerance never fails what a narrower one passed', () => {
  fc.assert(
    fc.property(value, value, width, width, width, (measured, expected, minus, plus, more) => {
      const narrow = withinAllowance(measured, { expected, minus, plus })
      if (narrow) expect(withinAllowance(measured, { expected, minus: minus + more, plus: plus + more })).toBe(true)
      expect(narrow).toBe(beyondAllowance(measured, { expected, minus, plus }) === 0)
    }),
  )
})

test('what lies nearer to the expected value passes where the farther did', () => {
  fc.assert(
    fc.property(value, width, fc.integer({ min: 0, max: 500 }), (expected, both, far) => {
      const passes = (by: number) => withinAllowance(expected + by, { expected, minus: both, plus: both })
      if (passes(far)) expect(passes(Math.floor(far / 2))).toBe(true)
      expect(passes(-far)).toBe(passes(far))
    }),
  )
})

test('one alternative is enough, and none is not', () => {
  const fails = [5, { expected: 0, minus: 1, plus: 1 }] as const
  const passes = [1, { expected: 0, minus: 1, plus: 1 }] as const
  expect(withinAny([fails, passes])).toBe(true)
  expect(withinAny([fails])).toBe(false)
  expect(withinAny([])).toBe(false)
})

test('axes differ by the same either way, turned together or written the other way', () => {
  const axis = fc.integer({ min: 0, max: 180 })
  fc.assert(
    fc.property(axis, axis, axis, (one, other, turn) => {
      const difference = axisDifference(one, other)
      expect(axisDifference(other, one)).toBe(difference)
      expect(axisDifference(one + turn, other + turn)).toBe(difference)
      expect(axisDifference(one + 180, other)).toBe(difference)
      expect(difference).toBeLessThanOrEqual(90)
    }),
  )
})

test('where a polygon’s list begins, and which way it turns, decides nothing', () => {
  fc.assert(
    fc.property(points, point, fc.nat(8), (corners, [x, y], by) => {
      const start = by % corners.length
      const turned = [...corners.slice(start), ...corners.slice(0, start)]
      const inside = insidePolygon(read(corners), x, y)
      expect(insidePolygon(read(turned), x, y)).toBe(inside)
      expect(insidePolygon(read(corners.toReversed()), x, y)).toBe(inside)
      expect(insidePolygon(exchanged(read(corners)), y, x)).toBe(inside)
    }),
  )
})

test('every corner and the middle of every side lie within', () => {
  fc.assert(
    fc.property(points, (corners) => {
      const doubled = corners.map(([x, y]) => [2 * x, 2 * y] as const)
      const polygon = read(doubled)
      for (const [at, [x, y]] of doubled.entries()) {
        const [nextX, nextY] = doubled[(at + 1) % doubled.length] ?? [x, y]
        expect(insidePolygon(polygon, x, y)).toBe(true)
        expect(insidePolygon(polygon, (x + nextX) / 2, (y + nextY) / 2)).toBe(true)
      }
    }),
  )
})

test('the nearest value lies within, and nothing nearer on its steps does', () => {
  fc.assert(
    fc.property(points, point, (corners, [x, y]) => {
      const polygon = read(corners)
      const near = nearestX(polygon, x, y, 1)
      const within = Array.from({ length: 161 }, (_, at) => at - 80).filter((one) => insidePolygon(polygon, one, y))
      const least = Math.min(...within.map((one) => Math.abs(one - x)))
      expect(near === null ? Infinity : Math.abs(near - x)).toBe(least)
    }),
  )
})

test('halves go away from zero, noise below a half counts as the half, and zero has no sign', () => {
  expect(toLattice(62.5)).toBe(63)
  expect(toLattice(-62.5)).toBe(-63)
  expect(toLattice(1.005 * 100)).toBe(101)
  expect(toLattice(62.4999)).toBe(62)
  expect(Object.is(toLattice(-0.2), 0)).toBe(true)
  expect([toLattice(Number.NaN), toLattice(Infinity), toLattice(1e300)]).toEqual([null, null, null])
})
