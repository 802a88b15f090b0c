import type { Shape } from '../vocabulary/fact.ts'

const DEEPEST = 8
const MOST_PARTS = 20_000
const LONGEST_TEXT = 10_000

/** Two eyes of an order, and of the one that it is compared with: such searches judge the same shapes by the hundred. */
const LATELY = 4
// No WeakSet: every order would leave entries in it, which each collection of garbage has to clear away.
const known: (object | null)[] = Array.from({ length: LATELY }, () => null)
let oldest = 0

/** Plain JSON of a bounded size, so that whatever reads a shape may walk it without a thought for its end. */
export function isBoundedShape(value: unknown): value is Shape {
  if (typeof value !== 'object' || value === null) return false
  if (known.includes(value)) return true
  let parts = 0
  let layer: unknown[] = [value]
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > DEEPEST) return false
    const below: unknown[] = []
    for (const part of layer) {
      if (++parts > MOST_PARTS || !isPlain(part)) return false
      if (typeof part !== 'object' || part === null) continue
      if (!Array.isArray(part) && Object.keys(part).some((key) => !isPlain(key))) return false
      const inside: unknown[] = Array.isArray(part) ? part : Object.values(part)
      if (parts + below.length + inside.length > MOST_PARTS || (inside.length > 0 && depth === DEEPEST)) return false
      // Radii by the hundred: a number has nothing below it, so it is counted at once.
      for (const one of inside) {
        if (typeof one !== 'number') below.push(one)
        else if (++parts > MOST_PARTS || !Number.isFinite(one)) return false
      }
    }
    layer = below
  }
  known[oldest] = value
  oldest = (oldest + 1) % LATELY
  return true
}

// Half of a pair of UTF-16 units: no UTF-8 can say it, so no digest either.
const BROKEN_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

function isPlain(part: unknown): boolean {
  if (typeof part === 'number') return Number.isFinite(part)
  if (typeof part === 'string') return part.length <= LONGEST_TEXT && !BROKEN_PAIR.test(part)
  return part === null || typeof part === 'boolean' || typeof part === 'object'
}
