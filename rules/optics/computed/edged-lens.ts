import type { Shape } from '../../vocabulary/fact.ts'
import { boxOutline, roomForBox, type Outline } from '../outline.ts'
import { nasalSign } from '../prism.ts'
import type { LensAsked } from '../thickness.ts'
import { traceOutline } from '../trace.ts'
import { powerGiven } from './given-power.ts'
import { degrees, dioptres, eye, index as indexOf, millimetres, orNull, prismDioptres, shape } from './inputs.ts'

/** What every thickness is computed from: the frame, where the lens stands in it, and the lens. */
export const edgedLens = [
  ...[eye, orNull(shape('trace')), orNull(millimetres('a')), orNull(millimetres('b'))],
  ...[orNull(millimetres('effectiveDiameter')), millimetres('decentrationIn'), millimetres('decentrationUp')],
  ...[dioptres('sphere'), orNull(dioptres('cylinder')), orNull(degrees('axis')), dioptres('front'), indexOf('index')],
  ...[orNull(prismDioptres('prismIn')), orNull(prismDioptres('prismUp'))],
] as const

type Given = number | null

/** The values of these inputs, in their order: 0 eye, 1 trace, 2 A, 3 B, 4 ED, 5 in, 6 up, 7 sphere, 8 cylinder, 9 axis, 10 front, 11 index, 12 and 13 prism. */
export type EdgedLens = [
  ...[string, Shape | null, Given, Given, Given, number, number],
  ...[number, Given, Given, number, number, Given, Given],
]

const room = roomForBox()

/** Asks about the lens within its outline; null when frame, power or index leave nothing to compute. */
export function withLens(
  given: EdgedLens,
  ask: (asked: LensAsked, outline: Outline, x: number, y: number) => number,
): number | null {
  // By place: taking a list apart by pattern costs more than the thickness of a lens.
  const side = given[0]
  const power = powerGiven(given[7], given[8], given[9])
  const index = given[11]
  if ((side !== 'right' && side !== 'left') || power === null || index <= 1) return null
  const x = nasalSign(side) * given[5]
  const up = given[6]
  const outline = outlineOf(given[1], given[2], given[3], given[4], x, up)
  if (outline === null) return null
  const asked: LensAsked = {
    eye: side,
    sphere: power.sphere,
    cylinder: power.cylinder,
    axis: power.axis,
    front: given[10],
    index,
    prismIn: given[12] ?? 0,
    prismUp: given[13] ?? 0,
  }
  return ask(asked, outline, x, up)
}

function outlineOf(
  ...[trace, a, b, effectiveDiameter, x, y]: [Shape | null, Given, Given, Given, number, number]
): Outline | null {
  if (trace !== null) return traceOutline(trace)
  if (a === null || b === null || a <= 0 || b <= 0) return null
  return boxOutline({ a, b, effectiveDiameter }, x, y, room)
}
