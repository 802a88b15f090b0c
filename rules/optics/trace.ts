import type { Shape } from '../vocabulary/fact.ts'
import { cosine, direction, sine } from './angle.ts'
import type { Outline } from './outline.ts'
import { fieldOf, isList, readLately } from './shape.ts'

/** A trace as points from its boxed centre, with what was measured of it on the way; mm and degrees. */
export interface TraceOutline extends Outline {
  readonly a: number
  readonly b: number
  readonly circumference: number
  readonly effectiveDiameter: number
  readonly effectiveDiameterAxis: number
  readonly shortestRadius: number
  /** Where the boxed centre lay as seen from the tracer's own centre. */
  readonly centreX: number
  readonly centreY: number
}

const MOST_RADII = 4096
const LARGEST_RADIUS = 20_000
/** Fewer points, or a hole wider than this in degrees, and box and thickness would be guessed: no answer is better. */
const FEWEST_RADII = 8
const WIDEST_GAP = 45

/** Directions of n equal angles; one count is kept, since nearly all traces of a lab have the same. */
let circle: Outline = { count: 0, xs: new Float64Array(), ys: new Float64Array() }

function equalAngles(count: number): Outline {
  if (circle.count === count) return circle
  const xs = new Float64Array(count)
  const ys = new Float64Array(count)
  for (let at = 0; at < count; at++) {
    xs[at] = cosine((360 * at) / count)
    ys[at] = sine((360 * at) / count)
  }
  circle = { count, xs, ys }
  return circle
}

/** Hundredths of a degree, rising, within one turn. */
function givenAngles(angles: unknown, count: number): Outline | null {
  if (!isList(angles) || angles.length !== count) return null
  const xs = new Float64Array(count)
  const ys = new Float64Array(count)
  let before = -1
  for (let at = 0; at < count; at++) {
    const angle = angles[at]
    if (typeof angle !== 'number' || !(angle > before) || angle >= 36_000) return null
    before = angle
    xs[at] = cosine(angle / 100)
    ys[at] = sine(angle / 100)
  }
  return { count, xs, ys }
}

/** Angle of a point of the trace, degrees. */
const angleAt = (angles: unknown, at: number, count: number): number =>
  isList(angles) ? Number(angles[at]) / 100 : (360 * at) / count

/**
 * Points of a trace: radii in hundredths of a mm, counter-clockwise from 3 o'clock seen from the front, the left eye's
 * already mirrored. A radius of zero or less is a point the tracer missed. Null for anything else than a closed shape.
 * Source: OMA/VCA Data Communication Standard 3.x, TRCFMT, R and A.
 */
function pointsOf(shape: Shape): Outline | null {
  const radii = fieldOf(shape, 'radii')
  if (fieldOf(shape, 'format') !== 'radii' || !isList(radii) || radii.length > MOST_RADII) return null
  const mode = fieldOf(shape, 'mode')
  if (mode !== 'E' && mode !== 'U') return null
  const given = mode === 'U' ? fieldOf(shape, 'angles') : undefined
  const along = mode === 'U' ? givenAngles(given, radii.length) : equalAngles(radii.length)
  if (along === null) return null
  const xs = new Float64Array(radii.length)
  const ys = new Float64Array(radii.length)
  const angle = (at: number): number => angleAt(given, at, radii.length)
  const { xs: alongXs, ys: alongYs } = along
  let count = 0
  let first = 0
  let last = 0
  for (let at = 0; at < radii.length; at++) {
    const radius = radii[at]
    if (typeof radius !== 'number' || !(radius <= LARGEST_RADIUS)) return null
    if (radius <= 0) continue
    if (count === 0) first = at
    // Between neighbours of equal angles there is no gap that is too wide where there are enough of them.
    else if ((given !== undefined || last !== at - 1) && angle(at) - angle(last) > WIDEST_GAP) return null
    last = at
    // `along` has a direction for every radius.
    xs[count] = (alongXs[at]! * radius) / 100
    ys[count++] = (alongYs[at]! * radius) / 100 // as above
  }
  return count < FEWEST_RADII || angle(first) + 360 - angle(last) > WIDEST_GAP ? null : { count, xs, ys }
}

/**
 * A = max x - min x, B = max y - min y, circumference = sum of the sides, ED = twice the longest radius from the boxed
 * centre. Source: boxing system, ISO 8624; OMA/VCA DCS, HBOX, VBOX, CIRC, FED, FEDAX.
 */
function measure({ count, xs, ys }: Outline): TraceOutline {
  let left = Infinity
  let right = -Infinity
  let low = Infinity
  let high = -Infinity
  // Both lists hold `count` numbers, here and below.
  let beforeX = xs[count - 1]!
  let beforeY = ys[count - 1]! // see above
  let circumference = 0
  for (let at = 0; at < count; at++) {
    const x = xs[at]! // see above
    const y = ys[at]! // see above
    if (x < left) left = x
    if (x > right) right = x
    if (y < low) low = y
    if (y > high) high = y
    circumference += Math.sqrt((x - beforeX) * (x - beforeX) + (y - beforeY) * (y - beforeY))
    beforeX = x
    beforeY = y
  }
  const centreX = (left + right) / 2
  const centreY = (low + high) / 2
  let longest = 0
  let shortest = Infinity
  let where = 0
  for (let at = 0; at < count; at++) {
    const x = (xs[at]! -= centreX) // see above
    const y = (ys[at]! -= centreY) // see above
    const squared = x * x + y * y
    if (squared > longest) {
      longest = squared
      where = at
    }
    if (squared < shortest) shortest = squared
  }
  return {
    count,
    xs,
    ys,
    circumference,
    centreX,
    centreY,
    a: right - left,
    b: high - low,
    effectiveDiameter: 2 * Math.sqrt(longest),
    // `where` is one of the points.
    effectiveDiameterAxis: direction(ys[where]!, xs[where]!),
    shortestRadius: Math.sqrt(shortest),
  }
}

/** The outline of a trace, read once per shape; null for a shape that is none. Source: as for its parts. */
export const traceOutline = readLately((shape: Shape): TraceOutline | null => {
  const points = pointsOf(shape)
  return points === null ? null : measure(points)
})
