import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerOfRadius, radiusOf, sag, toolCurve, trueCurve } from './curves.ts'
import { backBaseCurve, backCrossCurve, backCurveFor, backVertexPower, frontVertexPower } from './lens-power.ts'
import { powerInMeridian } from './meridian.ts'
import { compensatedForTilt, powerWhenTilted, tiltError } from './tilt.ts'
import { axisDifference } from './tolerance.ts'

const curve = fc.integer({ min: -96, max: 96 }).map((count) => count / 8)
const front = fc.integer({ min: 0, max: 80 }).map((count) => count / 8)
const index = fc.constantFrom(1.498, 1.532, 1.586, 1.6, 1.67, 1.74)
const thickness = fc.integer({ min: 10, max: 80 }).map((tenths) => tenths / 10)
const degrees = fc.integer({ min: -20, max: 20 })

test('a tool’s curve and the true one lead back to each other', () => {
  fc.assert(
    fc.property(curve, index, (power, n) => {
      expect(toolCurve(trueCurve(power, n, 1.53), n, 1.53)).toBeCloseTo(power, 10)
      if (power !== 0) expect(powerOfRadius(radiusOf(power, n), n)).toBeCloseTo(power, 10)
    }),
  )
})

test('a surface is the deeper, the farther from its pole and the more it is curved', () => {
  fc.assert(
    fc.property(front, index, fc.integer({ min: 0, max: 39 }), (power, n, height) => {
      const here = sag(power, n, height)
      if (!Number.isNaN(sag(power, n, height + 1))) expect(sag(power, n, height + 1)).toBeGreaterThanOrEqual(here)
      if (!Number.isNaN(sag(power + 0.125, n, height)))
        expect(sag(power + 0.125, n, height)).toBeGreaterThanOrEqual(here)
      expect(sag(-power, n, height) + here || 0).toBe(0)
    }),
  )
})

test('the back curve for a power makes that power', () => {
  fc.assert(
    fc.property(curve, front, thickness, index, (power, base, centre, n) => {
      const back = backCurveFor(power, base, centre, n)
      expect(backVertexPower(base, back, centre, n)).toBeCloseTo(power, 9)
    }),
  )
})

test('turned round, a lens exchanges its front and back vertex power', () => {
  fc.assert(
    fc.property(curve, front, thickness, index, (back, base, centre, n) => {
      expect(frontVertexPower(base, back, centre, n)).toBe(backVertexPower(back, base, centre, n))
    }),
  )
})

test('base and cross curve differ by the cylinder, and the cross is the steeper', () => {
  fc.assert(
    fc.property(curve, curve, front, thickness, index, (sphere, cylinder, base, centre, n) => {
      const flat = backBaseCurve(sphere, cylinder, base, centre, n)
      const steep = backCrossCurve(sphere, cylinder, base, centre, n)
      expect(Math.abs(steep - flat)).toBeCloseTo(Math.abs(cylinder), 9)
      expect(Math.abs(steep)).toBeGreaterThanOrEqual(Math.abs(flat) - 1e-12)
    }),
  )
})

test('tilting one way or the other does the same, and both eyes mirror each other', () => {
  const axis = fc.integer({ min: 1, max: 179 })
  fc.assert(
    fc.property(curve, curve, axis, degrees, degrees, (sphere, cylinder, turned, panto, wrap) => {
      const right = tiltError({ sphere, cylinder, axis: turned }, 1.6, { eye: 'right', panto, wrap })
      const back = tiltError({ sphere, cylinder, axis: turned }, 1.6, { eye: 'right', panto: -panto, wrap: -wrap })
      const left = tiltError({ sphere, cylinder, axis: 180 - turned }, 1.6, { eye: 'left', panto, wrap })
      expect(back.sphere).toBeCloseTo(right.sphere, 9)
      expect(back.cylinder).toBeCloseTo(right.cylinder, 9)
      expect(left.sphere).toBeCloseTo(right.sphere, 9)
      if (right.cylinder < -1e-4) expect(axisDifference(left.axis, 180 - right.axis)).toBeLessThan(1e-3)
    }),
  )
})

test('a compensated lens, tilted, comes close to the prescription', () => {
  fc.assert(
    fc.property(curve, degrees, degrees, fc.integer({ min: 0, max: 179 }), (sphere, panto, wrap, at) => {
      const stand = { eye: 'left', panto, wrap } as const
      const made = compensatedForTilt({ sphere, cylinder: 0, axis: 180 }, 1.6, stand)
      const got = powerWhenTilted(made, 1.6, stand)
      const left = powerInMeridian(got.sphere, got.cylinder, got.axis, at) - sphere
      const before = tiltError({ sphere, cylinder: 0, axis: 180 }, 1.6, stand)
      expect(Math.abs(left)).toBeLessThanOrEqual(0.35 * (Math.abs(before.sphere) + Math.abs(before.cylinder)) + 1e-9)
    }),
  )
})
