/**
 * json-rules-engine clones a rule before every run, so an object in a rule is never the object in a fact, and whoever
 * changes an event changes nobody else's. One copy at compile time, frozen where it is handed out, keeps both.
 */
export function clonePlain<T>(value: T, freeze = false): T {
  if (typeof value !== 'object' || value === null) return value
  return copy(value, freeze, new Map()) as T // A copy has the type of what it copies.
}

function copy(value: object, freeze: boolean, seen: Map<object, object>): object {
  const known = seen.get(value)
  if (known) return known
  if (value instanceof Date) return new Date(value.getTime())
  const inner = (one: unknown): unknown => (typeof one === 'object' && one !== null ? copy(one, freeze, seen) : one)
  let target: object
  if (Array.isArray(value)) {
    const list: unknown[] = []
    seen.set(value, (target = list))
    for (const one of value as unknown[]) list.push(inner(one)) // a list of anything
  } else {
    // A prototype is an object or null.
    const thing = Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>
    seen.set(value, (target = thing))
    for (const [key, one] of Object.entries(value))
      // Setting it would change the prototype instead.
      if (key === '__proto__') Object.defineProperty(thing, key, { value: inner(one), enumerable: true })
      else thing[key] = inner(one)
  }
  return freeze ? Object.freeze(target) : target
}
