import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankForBox, blankForOutline } from './blank-size.ts'
import { centreThickness } from './centre-thickness.ts'
import { boxOutline, roomForBox, type Outline } from './outline.ts'
import { lensOf, thicknessAtPoint, thickestPoint, thinnestPoint, type LensAsked } from './thickness.ts'
import { traceOutline, type TraceOutline } from './trace.ts'
import { volumeWithin } from './weight.ts'

/** Smooth shapes about an ellipse, in hundredths of a mm, as a tracer writes them. */
const trace = fc
  .record({
    half: fc.integer({ min: 2000, max: 3000 }),
    flat: fc.integer({ min: 0, max: 600 }),
    lean: fc.integer({ min: -200, max: 200 }),
    count: fc.constantFrom(36, 72, 120, 360, 400),
  })
  .map(({ half, flat, lean, count }) => ({
    format: 'radii',
    mode: 'E',
    radii: Array.from({ length: count }, (_, at) => {
      const angle = (2 * Math.PI * at) / count
      return Math.round(half - flat * Math.sin(angle) ** 2 + lean * Math.cos(3 * angle))
    }),
  }))

const outlineOf = (shape: Parameters<typeof traceOutline>[0]): TraceOutline => {
  const outline = traceOutline(shape)
  if (outline === null) throw new Error('the trace is a shape')
  return outline
}

const mm = fc.integer({ min: -60, max: 60 }).map((tenths) => tenths / 10)
const asked = (sphere: number, cylinder = 0, axis = 180): LensAsked => ({
  ...{ eye: 'right', sphere, cylinder, axis, front: sphere > 0 ? sphere + 4 : 3, index: 1.6, prismIn: 0, prismUp: 0 },
})

const grown = ({ count, xs, ys }: Outline, times: number): Outline => ({
  count,
  xs: xs.map((x) => x * times),
  ys: ys.map((y) => y * times),
})

const edge = (lens: ReturnType<typeof lensOf>, outline: Outline, of: typeof thickestPoint, x = 0, y = 0): number =>
  thicknessAtPoint(lens, outline, of(lens, outline, x, y), x, y)

test('a trace within its box never needs a larger blank than the box', () => {
  fc.assert(
    fc.property(trace, mm, mm, (shape, x, y) => {
      const outline = outlineOf(shape)
      const { a, b, effectiveDiameter } = outline
      const byTrace = blankForOutline(outline, x, y, 0)
      expect(byTrace).toBeLessThanOrEqual(blankForBox(a, b, effectiveDiameter, x, y, 0) + 1e-9)
      expect(byTrace).toBeLessThanOrEqual(blankForBox(a, b, null, x, y, 0) + 1e-9)
      expect(byTrace).toBeGreaterThanOrEqual(Math.max(a, b) - 1e-9)
    }),
  )
})

test('where the tracer began and where it stood changes no measure', () => {
  fc.assert(
    fc.property(trace, fc.nat(400), (shape, by) => {
      const turned = { ...shape, radii: shape.radii.map((_, at, all) => all[(at + by) % all.length]) }
      const half = { ...shape, radii: shape.radii.map((_, at, all) => all[(at + all.length / 2) % all.length]) }
      expect(outlineOf(turned).circumference).toBeCloseTo(outlineOf(shape).circumference, 6)
      expect(outlineOf(half).a).toBeCloseTo(outlineOf(shape).a, 9)
      expect(outlineOf(half).effectiveDiameter).toBeCloseTo(outlineOf(shape).effectiveDiameter, 9)
    }),
  )
})

test('seen in a mirror the shape has the same box, circumference and diameter', () => {
  fc.assert(
    fc.property(trace, (shape) => {
      const { length } = shape.radii
      const mirrored = { ...shape, radii: shape.radii.map((_, at, all) => all[(length / 2 - at + length) % length]) }
      const [one, other] = [outlineOf(shape), outlineOf(mirrored)]
      expect(other.a).toBeCloseTo(one.a, 9)
      expect(other.b).toBeCloseTo(one.b, 9)
      expect(other.circumference).toBeCloseTo(one.circumference, 9)
      expect(other.centreX).toBeCloseTo(-one.centreX, 9)
    }),
  )
})

test('equal angles written out are the same shape', () => {
  fc.assert(
    fc.property(trace, (shape) => {
      const angles = shape.radii.map((_, at, all) => (36_000 * at) / all.length)
      const written = outlineOf({ ...shape, mode: 'U', angles })
      expect(written.circumference).toBeCloseTo(outlineOf(shape).circumference, 9)
    }),
  )
})

test('a larger minus lens is never thinner at its edge', () => {
  fc.assert(
    fc.property(trace, fc.integer({ min: -64, max: -4 }), (shape, eighths) => {
      const outline = outlineOf(shape)
      const lens = lensOf(asked(eighths / 8), 1.5)
      const larger = edge(lens, grown(outline, 1.05), thickestPoint)
      expect(larger).toBeGreaterThanOrEqual(edge(lens, outline, thickestPoint))
    }),
  )
})

test('a larger plus lens is never thinner in its centre', () => {
  fc.assert(
    fc.property(trace, fc.integer({ min: 4, max: 40 }), mm, mm, (shape, eighths, x, y) => {
      const outline = outlineOf(shape)
      const minima = { centre: 1.5, edge: 1, sum: 0 }
      const small = centreThickness(asked(eighths / 8), minima, outline, x, y)
      const larger = centreThickness(asked(eighths / 8), minima, grown(outline, 1.05), 1.05 * x, 1.05 * y)
      if (!Number.isNaN(larger)) expect(larger).toBeGreaterThanOrEqual(small - 1e-6)
    }),
  )
})

test('the centre found meets every minimum, and one of them exactly', () => {
  const eighths = fc.integer({ min: -64, max: 40 })
  const axis = fc.integer({ min: 1, max: 180 })
  fc.assert(
    fc.property(trace, eighths, fc.integer({ min: -24, max: 0 }), axis, mm, (shape, sphere, cylinder, turned, x) => {
      const outline = outlineOf(shape)
      const lens = asked(sphere / 8, cylinder / 8, turned)
      const centre = centreThickness(lens, { centre: 1.2, edge: 0.8, sum: 2.5 }, outline, x, 0)
      if (Number.isNaN(centre)) return
      const thinnest = edge(lensOf(lens, centre), outline, thinnestPoint, x, 0)
      const spare = Math.min(centre - 1.2, thinnest - 0.8, (centre + thinnest - 2.5) / 2)
      expect(spare).toBeGreaterThan(-1e-5)
      expect(spare).toBeLessThan(1e-5)
    }),
  )
})

test('what the box foretells is on the safe side of what the trace says', () => {
  fc.assert(
    fc.property(trace, fc.integer({ min: -64, max: -4 }), mm, mm, (shape, eighths, x, y) => {
      const outline = outlineOf(shape)
      const lens = lensOf(asked(eighths / 8), 1.5)
      const byBox = boxOutline({ a: outline.a, b: outline.b, effectiveDiameter: null }, x, y, roomForBox())
      expect(edge(lens, byBox, thickestPoint, x, y)).toBeGreaterThanOrEqual(
        edge(lens, outline, thickestPoint, x, y) - 1e-9,
      )
    }),
  )
})

test('the volume does not depend on where the sectors begin', () => {
  fc.assert(
    fc.property(trace, mm, (shape, centre) => {
      const outline = outlineOf({ ...shape, radii: shape.radii })
      const plane = { ...{ centre: 2 + Math.abs(centre), front: 0, xx: 0, xy: 0, yy: 0 }, slopeX: 0, slopeY: 0 }
      expect(volumeWithin(plane, outline, 40, -7)).toBeCloseTo(volumeWithin(plane, outline, 0, 0), 6)
    }),
  )
})
