import { sines } from './sine-table.ts'

/**
 * Engines differ in the last digit of their own sine, so ours is made of a table and basic arithmetic: the same answer
 * on every machine. All angles are in degrees.
 */
const RADIANS_PER_DEGREE = 0.017453292519943295
const DEGREES_PER_RADIAN = 57.29577951308232

/** Sine of a whole degree, 0 to 180, by the symmetry about 90. */
const sineOfHalfTurn = (degrees: number): number => sines[degrees > 90 ? 180 - degrees : degrees] ?? Number.NaN

function sineOfWhole(degrees: number): number {
  const turned = degrees % 360
  const within = turned < 0 ? turned + 360 : turned
  return within > 180 ? -sineOfHalfTurn(within - 180) : sineOfHalfTurn(within)
}

/**
 * Sine. Source: the table for whole degrees; between them sin(w + x) = sin w cos x + cos w sin x with Taylor's series of
 * the rest, which is at most half a degree, so that the first term left out is below 1e-18.
 */
export function sine(degrees: number): number {
  const whole = Math.round(degrees)
  const rest = degrees - whole
  if (rest === 0) return sineOfWhole(whole)
  const x = rest * RADIANS_PER_DEGREE
  const squared = x * x
  const sineOfRest = x * (1 - (squared / 6) * (1 - squared / 20))
  const cosineOfRest = 1 - (squared / 2) * (1 - (squared / 12) * (1 - squared / 30))
  return sineOfWhole(whole) * cosineOfRest + sineOfWhole(whole + 90) * sineOfRest
}

/** Cosine. Source: cos t = sin(t + 90), taken apart before a fraction could lose digits. */
export function cosine(degrees: number): number {
  const whole = Math.round(degrees)
  const rest = degrees - whole
  return rest === 0 ? sineOfWhole(whole + 90) : sine(90 - Math.abs(degrees % 360))
}

/** Arc tangent of 0 to 1: halved three times by tan(t/2) = tan t / (1 + sec t), then Gregory's series. */
function arcTangentOfUnit(ratio: number): number {
  let t = ratio
  for (let halving = 0; halving < 3; halving++) t = t / (1 + Math.sqrt(1 + t * t))
  const squared = t * t
  let sum = 0
  for (let odd = 21; odd >= 1; odd -= 2) sum = 1 / odd - squared * sum
  return 8 * t * sum * DEGREES_PER_RADIAN
}

/** Direction of the point (x, y), counter-clockwise from +x, 0 to below 360; 0 for the origin. Source: Gregory's series. */
export function direction(y: number, x: number): number {
  const across = Math.abs(x)
  const up = Math.abs(y)
  if (across === 0 && up === 0) return 0
  const steep = up > across
  const within = arcTangentOfUnit(steep ? across / up : up / across)
  const acute = steep ? 90 - within : within
  const upper = x < 0 ? 180 - acute : acute
  return y < 0 && upper > 0 ? 360 - upper : upper
}

/** Arc sine, -90 to 90; NaN beyond ±1. Source: asin x = atan(x / sqrt(1 - x²)). */
export function arcSine(ratio: number): number {
  const rest = 1 - ratio * ratio
  if (!(rest >= 0)) return Number.NaN
  const acute = direction(Math.abs(ratio), Math.sqrt(rest))
  return ratio < 0 ? -acute : acute
}

/** An axis as prescriptions write it: above 0, to 180. Source: an axis and its opposite direction are one. */
export function axisWithin(degrees: number): number {
  const turned = degrees % 180
  return turned <= 0 ? turned + 180 : turned
}

/** A direction of a full turn: 0 to below 360. Source: a full turn leads back. */
export function directionWithin(degrees: number): number {
  const turned = degrees % 360
  return turned < 0 ? turned + 360 : turned + 0
}
