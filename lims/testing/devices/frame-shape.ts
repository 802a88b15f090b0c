import { equalAngles, type Trace } from '@ils/oma/traces/trace'

/** Boxed sizes of one eye, mm, and how square it is: 2 is an ellipse, 4 nearly a box. */
export interface FrameShape {
  readonly a: number
  readonly b: number
  readonly dbl: number
  readonly squareness?: number
}

/** How much rounder a frame is towards the nose and squarer at the temple. */
const NOSE = 0.45

/**
 * A superellipse |2x/A|^n + |2y/B|^n = 1 (Lamé) whose n changes around the eye: whatever n is at an angle, the radius stays
 * within the box and meets it at its four sides, so that A and B are exact.
 */
export function shapeOf(eye: 'R' | 'L', { a, b, squareness = 2.7 }: FrameShape, count = 400): Trace {
  const angles = equalAngles(count)
  const radii = angles.map((hundredths) => {
    const angle = (hundredths * Math.PI) / 18_000
    // Nasal is +x of the right eye and -x of the left.
    const nasal = Math.cos(angle) * (eye === 'R' ? 1 : -1)
    const low = Math.max(0, -Math.sin(angle))
    const n = squareness - NOSE * Math.max(0, nasal) * low + (NOSE / 2) * Math.max(0, -nasal)
    const [x, y] = [Math.abs(Math.cos(angle)) / (a / 2), Math.abs(Math.sin(angle)) / (b / 2)]
    return Math.round(100 * (x ** n + y ** n) ** (-1 / n))
  })
  return { eye, mode: 'E', what: 'F', radii, angles }
}
