/** A curve written in FRNT or BACK. */
export interface Curve {
  readonly writtenAs: 'radius' | 'dioptre'
  /** mm; endless for a plane. */
  readonly radius: number
  /** By the index that was given. */
  readonly dioptre: number
}

/** No lens has a curve of more dioptres or a radius of fewer mm. */
const BETWEEN = 25

/**
 * FRNT and BACK come in dioptres from one source and as a radius in mm from another, and nothing says which: beyond 25
 * either way it is a radius. Dioptres are of the index the source writes curves in, which need not be 1.530: one lab's
 * `FRNT=5.460` is 91.21 mm, 498 / 5.46, and so of 1.498. Source: two lab files with the radius in `_FRNT`.
 */
export function readCurve(value: number, index: number): Curve {
  const power = 1000 * (index - 1)
  if (Math.abs(value) > BETWEEN) return { writtenAs: 'radius', radius: value, dioptre: power / value }
  return { writtenAs: 'dioptre', radius: value === 0 ? Number.POSITIVE_INFINITY : power / value, dioptre: value }
}
