import type { Shape } from '../vocabulary/fact.ts'

/** A field of JSON that came from outside; undefined when there is none of its own. */
export const fieldOf = (from: unknown, name: string): unknown =>
  isRecord(from) && Object.hasOwn(from, name) ? from[name] : undefined

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Far enough for every power and length of an optical lab, near enough that products of two stay exact. */
const FARTHEST = 10_000_000

/** A whole number that arithmetic on the lattice can take without losing anything. */
export const isWhole = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(Number(value)) <= FARTHEST

/** A list of whole numbers, or null. */
export const wholeNumbers = (value: unknown, most: number): readonly number[] | null =>
  isList(value) && value.length <= most && value.every(isWhole) ? value : null

/** Reads each shape once: a shape is never changed after it was made, so that what was read of it may be kept with it. */
export function readOnce<T>(read: (shape: Shape) => T | null): (shape: Shape) => T | null {
  const kept = new WeakMap<Shape, { readonly was: T | null }>()
  return (shape) => {
    const known = kept.get(shape)
    if (known !== undefined) return known.was
    const was = read(shape)
    kept.set(shape, { was })
    return was
  }
}

/** Two eyes of an order, and of the one that it is compared with. */
const LATELY = 4

/**
 * The same for shapes that come with an order and go with it: only the last few are kept, for all that is asked of them
 * meanwhile. A WeakMap that is filled and emptied all the time is work for every collection of garbage.
 */
export function readLately<T>(read: (shape: Shape) => T | null): (shape: Shape) => T | null {
  const shapes: (Shape | null)[] = Array.from({ length: LATELY }, () => null)
  const kept: (T | null)[] = shapes.map(() => null)
  let next = 0
  return (shape) => {
    for (let at = 0; at < LATELY; at++) if (shapes[at] === shape) return kept[at] ?? null
    const was = read(shape)
    shapes[next] = shape
    kept[next] = was
    next = (next + 1) % LATELY
    return was
  }
}
