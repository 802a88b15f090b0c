import type { FactValue } from '@ils/rules/vocabulary/fact'

type Facts = Readonly<Record<string, FactValue>>

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Outline {
  /** Points in mm from the boxed centre; y upwards. */
  readonly points: readonly Point[]
  readonly a: number
  readonly b: number
  readonly traced: boolean
}

const HUNDREDTHS = 100
const ROUND_POINTS = 96
/** Between an ellipse (2) and a rectangle: what a typed box looks like as a lens; only drawn, never measured. */
const ROUNDNESS = 2.7

/** What is drawn of a lens: its trace, or a shape of its box. */
export function outlineOf(lens: Facts, job: Facts): Outline | null {
  const traced = tracedPoints(lens['frame.trace'])
  if (traced) return traced
  const [a, b] = [job['frame.a'], job['frame.b']]
  if (typeof a !== 'number' || typeof b !== 'number' || a <= 0 || b <= 0) return null
  const [halfA, halfB] = [a / 2 / HUNDREDTHS, b / 2 / HUNDREDTHS]
  const points = Array.from({ length: ROUND_POINTS }, (_, at) => {
    const angle = (2 * Math.PI * at) / ROUND_POINTS
    const [x, y] = [Math.cos(angle), Math.sin(angle)]
    const bulge = (value: number): number => Math.sign(value) * Math.abs(value) ** (2 / ROUNDNESS)
    return { x: halfA * bulge(x), y: halfB * bulge(y) }
  })
  return { points, a: a / HUNDREDTHS, b: b / HUNDREDTHS, traced: false }
}

function tracedPoints(trace: FactValue | undefined): Outline | null {
  if (typeof trace !== 'object' || trace === null || Array.isArray(trace) || !('radii' in trace)) return null
  const { radii, angles } = trace as { radii: readonly number[]; angles?: readonly number[] } // as `readTraceFile` writes it
  const raw = radii.map((radius, at) => {
    const angle = angles?.[at] === undefined ? (2 * Math.PI * at) / radii.length : (angles[at] * Math.PI) / 18_000
    return { x: (radius * Math.cos(angle)) / HUNDREDTHS, y: (radius * Math.sin(angle)) / HUNDREDTHS }
  })
  if (raw.length === 0) return null
  const [xs, ys] = [raw.map(({ x }) => x), raw.map(({ y }) => y)]
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const points = raw.map(({ x, y }) => ({ x: x - (left + right) / 2, y: y - (low + high) / 2 }))
  return { points, a: right - left, b: high - low, traced: true }
}
