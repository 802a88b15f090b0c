/** A closed shape as points counter-clockwise seen from the front, mm from the boxed centre; `count` of them are meant. */
export interface Outline {
  readonly count: number
  readonly xs: Float64Array
  readonly ys: Float64Array
}

/** The box without a trace: what a shape of this A, B and effective diameter can be at most. */
export interface Box {
  readonly a: number
  readonly b: number
  readonly effectiveDiameter: number | null
}

/** Parts into which the arc of a cut corner is divided. */
const ARC_PARTS = 2
const MOST_POINTS = 4 * (ARC_PARTS + 2)

/**
 * The largest shape that box and effective diameter allow: the rectangle, its corners cut by the circle. Without the
 * diameter nothing cuts them, so that a thickness foretold from it is on the safe side. Beside the corners it holds the
 * foot of each side below (`x`, `y`), where a lens centred there is thinnest or thickest.
 * Source: boxing system, ISO 8624. Fills `into`, so that judging an order makes no garbage.
 */
export function boxOutline({ a, b, effectiveDiameter }: Box, x: number, y: number, into: BoxPoints): Outline {
  const asked = effectiveDiameter ?? Infinity
  // The thickness, the thickest edge and the weight of one lens are asked for one after the other.
  if (into.a === a && into.b === b && into.diameter === asked && into.x === x && into.y === y) return into
  into.a = a
  into.b = b
  into.diameter = asked
  into.x = x
  into.y = y
  const halfA = a / 2
  const halfB = b / 2
  const corner = Math.sqrt(halfA * halfA + halfB * halfB)
  const radius = Math.min(corner, Math.max(asked / 2, halfA, halfB))
  const upTo = Math.sqrt(Math.max(0, radius * radius - halfA * halfA))
  const acrossTo = Math.sqrt(Math.max(0, radius * radius - halfB * halfB))
  const footX = Math.min(acrossTo, Math.max(-acrossTo, x))
  const footY = Math.min(upTo, Math.max(-upTo, y))
  into.count = 0
  put(into, halfA, footY)
  cutCorner(into, radius, halfA, upTo, acrossTo, halfB)
  put(into, footX, halfB)
  cutCorner(into, radius, -acrossTo, halfB, -halfA, upTo)
  put(into, -halfA, footY)
  cutCorner(into, radius, -halfA, -upTo, -acrossTo, -halfB)
  put(into, footX, -halfB)
  cutCorner(into, radius, acrossTo, -halfB, halfA, -upTo)
  return into
}

function put(into: BoxPoints, x: number, y: number): void {
  into.xs[into.count] = x
  into.ys[into.count++] = y
}

function cutCorner(
  ...[into, radius, fromX, fromY, toX, toY]: [BoxPoints, number, number, number, number, number]
): void {
  put(into, fromX, fromY)
  for (let part = 1; part < ARC_PARTS; part++) {
    const share = part / ARC_PARTS
    const cx = fromX + (toX - fromX) * share
    const cy = fromY + (toY - fromY) * share
    const stretch = radius / Math.sqrt(cx * cx + cy * cy)
    put(into, cx * stretch, cy * stretch)
  }
  put(into, toX, toY)
}

/** Room for the points of one box, and which box it holds. */
export interface BoxPoints extends Outline, Record<'a' | 'b' | 'diameter' | 'x' | 'y', number> {
  count: number
}

/** An empty room, of no box yet. */
export const roomForBox = (): BoxPoints => ({
  ...{ count: 0, a: Number.NaN, b: Number.NaN, diameter: Number.NaN, x: Number.NaN, y: Number.NaN },
  xs: new Float64Array(MOST_POINTS),
  ys: new Float64Array(MOST_POINTS),
})

/** Distance from (x, y) to the farthest point, mm. Source: Pythagoras. */
export function farthestFrom({ count, xs, ys }: Outline, x: number, y: number): number {
  let most = 0
  for (let at = 0; at < count; at++) {
    // Both lists hold `count` numbers.
    const dx = xs[at]! - x // see above
    const dy = ys[at]! - y // see above
    most = Math.max(most, dx * dx + dy * dy)
  }
  return Math.sqrt(most)
}
