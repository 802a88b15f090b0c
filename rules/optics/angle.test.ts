import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arcSine, axisWithin, cosine, direction, directionWithin, sine } from './angle.ts'

const angle = fc.double({ min: -1440, max: 1440, noNaN: true })

test('sine and cosine agree with the engine’s to the last digits', () => {
  fc.assert(
    fc.property(angle, (degrees) => {
      const radians = (degrees * Math.PI) / 180
      expect(Math.abs(sine(degrees) - Math.sin(radians))).toBeLessThan(1e-14)
      expect(Math.abs(cosine(degrees) - Math.cos(radians))).toBeLessThan(1e-14)
    }),
  )
})

test('whole degrees are symmetric to the last bit', () => {
  for (let degrees = -720; degrees <= 720; degrees++) {
    expect(sine(180 - degrees)).toBe(sine(degrees))
    expect(sine(-degrees) + sine(degrees)).toBe(0)
    expect(cosine(degrees)).toBe(sine(90 - degrees))
    expect(sine(degrees + 360)).toBe(sine(degrees))
  }
})

test('a direction leads back to its angle', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 359.999, noNaN: true }),
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
      (to, far) => {
        const turned = Math.abs(direction(far * sine(to), far * cosine(to)) - to)
        expect(Math.min(turned, 360 - turned)).toBeLessThan(1e-10)
      },
    ),
  )
})

test('the arc sine leads back to its ratio', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (ratio) => {
      expect(Math.abs(sine(arcSine(ratio)) - ratio)).toBeLessThan(1e-12)
    }),
  )
})

test('axes stay above 0 to 180, directions from 0 to below 360', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5000, max: 5000 }), (degrees) => {
      expect(axisWithin(degrees)).toBeGreaterThan(0)
      expect(axisWithin(degrees)).toBeLessThanOrEqual(180)
      expect(axisWithin(degrees + 180)).toBe(axisWithin(degrees))
      expect(directionWithin(degrees)).toBeGreaterThanOrEqual(0)
      expect(directionWithin(degrees)).toBeLessThan(360)
    }),
  )
})

test('no file of the arithmetic uses what engines compute differently', () => {
  const files = [import.meta.dirname, join(import.meta.dirname, 'computed')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => join(folder, name)),
  )
  expect(files.length).toBeGreaterThan(30)
  const differing = /Math\.(?!abs|sqrt|floor|round|min|max|PI\b)\w+|\*\*/
  expect(files.filter((file) => differing.test(readFileSync(file, 'utf8').replaceAll('/**', '')))).toEqual([])
})
