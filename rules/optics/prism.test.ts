import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearPd } from './layout.ts'
import {
  inducedPrismIn,
  inducedPrismUp,
  offsetForPrism,
  prismBase,
  prismIn,
  prismUp,
  resultantPrism,
  type Eye,
} from './prism.ts'
import { readingImbalance, slabOffEye } from './slab-off.ts'

const eye = fc.constantFrom<Eye>('right', 'left')
const eighths = fc.integer({ min: -80, max: 80 }).map((count) => count / 8)
const axis = fc.integer({ min: 1, max: 180 })
const mm = fc.integer({ min: -100, max: 100 }).map((tenths) => tenths / 10)
const part = fc.integer({ min: -100, max: 100 }).map((tenths) => tenths / 10)

test('Prentice’s prism grows in proportion to the distance', () => {
  fc.assert(
    fc.property(eye, eighths, eighths, axis, mm, mm, mm, (side, sphere, cylinder, turned, x, y, times) => {
      const once = inducedPrismIn(side, sphere, cylinder, turned, x, y)
      expect(inducedPrismIn(side, sphere, cylinder, turned, times * x, times * y)).toBeCloseTo(times * once, 8)
      const up = inducedPrismUp(side, sphere, cylinder, turned, x, y)
      expect(inducedPrismUp(side, sphere, cylinder, turned, times * x, times * y)).toBeCloseTo(times * up, 8)
    }),
  )
})

test('Prentice’s prisms of two distances add up', () => {
  fc.assert(
    fc.property(eye, eighths, eighths, axis, mm, mm, mm, (side, sphere, cylinder, turned, x, y, more) => {
      const at = (offset: number) => inducedPrismIn(side, sphere, cylinder, turned, offset, y)
      expect(at(x + more) + at(0)).toBeCloseTo(at(x) + at(more), 8)
    }),
  )
})

test('the left lens is the right one seen in a mirror', () => {
  fc.assert(
    fc.property(eighths, eighths, axis, mm, mm, (sphere, cylinder, turned, x, y) => {
      const mirrored = 180 - turned
      expect(inducedPrismIn('left', sphere, cylinder, mirrored, x, y)).toBeCloseTo(
        inducedPrismIn('right', sphere, cylinder, turned, x, y),
        9,
      )
      expect(inducedPrismUp('left', sphere, cylinder, mirrored, x, y)).toBeCloseTo(
        inducedPrismUp('right', sphere, cylinder, turned, x, y),
        9,
      )
    }),
  )
})

test('parts of the resultant are the parts', () => {
  fc.assert(
    fc.property(eye, part, part, (side, inward, up) => {
      const amount = resultantPrism(inward, up)
      if (amount === 0) return
      const base = prismBase(side, inward, up)
      expect(prismIn(side, amount, base)).toBeCloseTo(inward, 9)
      expect(prismUp(amount, base)).toBeCloseTo(up, 9)
    }),
  )
})

test('the offset for a prism makes that prism', () => {
  fc.assert(
    fc.property(part, eighths, (prism, power) => {
      if (power === 0) return
      expect(inducedPrismIn('right', power, 0, 180, offsetForPrism(prism, power), 0)).toBeCloseTo(prism, 8)
    }),
  )
})

test('both eyes name the same slab-off eye, and see the same imbalance', () => {
  fc.assert(
    fc.property(eighths, eighths, mm, (right, left, drop) => {
      expect(slabOffEye('right', right, left)).toBe(slabOffEye('left', left, right))
      expect(readingImbalance(right, left, drop)).toBe(readingImbalance(left, right, drop))
    }),
  )
})

test('the near centration lies within the far one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 40 }), fc.integer({ min: 200, max: 600 }), (pd, distance) => {
      expect(nearPd(pd, distance, 27)).toBeLessThan(pd)
      expect(nearPd(pd, distance + 1, 27)).toBeGreaterThan(nearPd(pd, distance, 27))
    }),
  )
})
