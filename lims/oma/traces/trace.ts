import type { Eye } from '../refusal.ts'

/**
 * The measured shape of one eye of a frame. Radii are hundredths of a mm from the tracer's centre, counter-clockwise from
 * 3 o'clock seen from the front. For the right eye nasal is +x, for the left eye -x: a left trace comes mirrored already,
 * r_L(t) = r_R(180 - t), and is never mirrored again.
 */
export interface Trace {
  readonly eye: Eye
  /** Equal angles, or each radius with its own. */
  readonly mode: 'E' | 'U'
  /** Frame, pattern, demo lens; missing where nobody said. */
  readonly what?: string
  readonly radii: readonly number[]
  /** Hundredths of a degree, one for each radius, whatever the mode. */
  readonly angles: readonly number[]
  /** Heights from front to back at the same angles, hundredths of a mm. */
  readonly heights?: readonly number[]
}

/** A shape in a format that is not read: its records stay in the message as they are. */
export interface OpaqueTrace {
  readonly eye?: Eye
  readonly format: number
  /** How many radii it promises. */
  readonly count?: number
  /** The data of its R records in a row, escapes resolved. */
  readonly bytes: Uint8Array
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Points in mm from the tracer's centre. */
export const pointsOf = (trace: Trace): Point[] =>
  trace.radii.map((radius, at) => {
    const angle = ((trace.angles[at] ?? 0) * Math.PI) / 18_000
    return { x: (radius * Math.cos(angle)) / 100, y: (radius * Math.sin(angle)) / 100 }
  })

/** Angles of so many equal steps, hundredths of a degree. */
export const equalAngles = (count: number): number[] => Array.from({ length: count }, (_, at) => (36_000 * at) / count)

/** How much of +x is nasal. */
export const nasalSign = (eye: Eye): 1 | -1 => (eye === 'R' ? 1 : -1)
