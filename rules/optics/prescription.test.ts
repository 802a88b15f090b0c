import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerInMeridian, strongestMeridian, weakestMeridian } from './meridian.ts'
import { crossed, fromPowerVector, residue, toPowerVector } from './power-vector.ts'
import { axisDifference } from './tolerance.ts'
import { inMinusCylinder, transpose, type Power } from './transpose.ts'
import { lensAtVertex, powerAtVertex } from './vertex.ts'

/** Eighths, as prescriptions are written. */
const eighths = (most: number) => fc.integer({ min: -8 * most, max: 8 * most }).map((count) => count / 8)
const power: fc.Arbitrary<Power> = fc.record({
  sphere: eighths(20),
  cylinder: eighths(8),
  axis: fc.integer({ min: 1, max: 180 }),
})
const meridian = fc.integer({ min: 0, max: 359 })

const powerIn = ({ sphere, cylinder, axis }: Power, at: number) => powerInMeridian(sphere, cylinder, axis, at)

test('transposing twice changes nothing', () => {
  fc.assert(
    fc.property(power, (lens) => {
      expect(transpose(transpose(lens))).toEqual({ ...lens, cylinder: lens.cylinder + 0 })
    }),
  )
})

test('the transposed lens has the same power in every meridian', () => {
  fc.assert(
    fc.property(power, meridian, (lens, at) => {
      expect(powerIn(transpose(lens), at)).toBeCloseTo(powerIn(lens, at), 12)
      expect(powerIn(inMinusCylinder(lens), at)).toBeCloseTo(powerIn(lens, at), 12)
      expect(inMinusCylinder(lens).cylinder).toBeLessThanOrEqual(0)
    }),
  )
})

test('the powers of two meridians at right angles add up to the same sum', () => {
  fc.assert(
    fc.property(power, meridian, (lens, at) => {
      expect(powerIn(lens, at) + powerIn(lens, at + 90)).toBeCloseTo(2 * lens.sphere + lens.cylinder, 12)
    }),
  )
})

test('no meridian is stronger than the strongest, and both writings agree about it', () => {
  fc.assert(
    fc.property(power, meridian, (lens, at) => {
      const strongest = strongestMeridian(lens.sphere, lens.cylinder)
      expect(Math.abs(powerIn(lens, at))).toBeLessThanOrEqual(Math.abs(strongest) + 1e-12)
      const other = transpose(lens)
      expect(Math.abs(strongestMeridian(other.sphere, other.cylinder))).toBe(Math.abs(strongest))
      expect(Math.abs(weakestMeridian(lens.sphere, lens.cylinder))).toBeLessThanOrEqual(Math.abs(strongest))
    }),
  )
})

test('moved before the eye and back it is the same lens', () => {
  const distance = fc.integer({ min: 0, max: 20 })
  fc.assert(
    fc.property(power, distance, distance, (lens, from, to) => {
      const back = powerAtVertex(powerAtVertex(lens.sphere, from, to), to, from)
      expect(back).toBeCloseTo(lens.sphere, 9)
      const moved = lensAtVertex(lensAtVertex(lens, from, to), to, from)
      expect(moved.cylinder).toBeCloseTo(lens.cylinder, 9)
    }),
  )
})

test('a lens moved toward the eye needs more plus or less minus', () => {
  fc.assert(
    fc.property(eighths(20), (lens) => {
      expect(powerAtVertex(lens, 14, 0)).toBeGreaterThanOrEqual(lens)
    }),
  )
})

test('a power vector leads back to the same lens', () => {
  fc.assert(
    fc.property(power, (lens) => {
      const back = fromPowerVector(toPowerVector(lens))
      const minus = inMinusCylinder(lens)
      expect(back.sphere).toBeCloseTo(minus.sphere, 9)
      expect(back.cylinder).toBeCloseTo(minus.cylinder, 9)
      if (lens.cylinder !== 0) expect(axisDifference(back.axis, minus.axis)).toBeLessThan(1e-6)
    }),
  )
})

test('crossed lenses add their powers in every meridian, and a lens leaves nothing of itself', () => {
  fc.assert(
    fc.property(power, power, meridian, (one, other, at) => {
      expect(powerIn(crossed(one, other), at)).toBeCloseTo(powerIn(one, at) + powerIn(other, at), 9)
      expect(powerIn(residue(one, one), at)).toBeCloseTo(0, 9)
    }),
  )
})
