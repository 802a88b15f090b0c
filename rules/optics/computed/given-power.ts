import type { Power } from '../transpose.ts'
import { degrees, dioptres, orNull } from './inputs.ts'

/** A prescription's power as it is ordered: without cylinder there may be neither cylinder nor axis. */
export const givenPower = [dioptres('sphere'), orNull(dioptres('cylinder')), orNull(degrees('axis'))] as const

/** Source: the rule model, "null does not apply": no cylinder is 0; a cylinder without axis is no power. */
export function powerGiven(sphere: number, cylinder: number | null, axis: number | null): Power | null {
  const amount = cylinder ?? 0
  if (axis === null && amount !== 0) return null
  return { sphere, cylinder: amount, axis: axis ?? 180 }
}
