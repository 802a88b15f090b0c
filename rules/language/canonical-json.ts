/**
 * RFC 8785 (JSON Canonicalization Scheme): keys by UTF-16 code units, numbers and texts as ECMAScript writes them.
 * Of values that `checkJson` finds nothing wrong with; what is undefined in an object counts as left out.
 */
export function canonicalJson(value: unknown): string {
  // What was made with its keys in order is written at once by the engine, which is many times faster.
  if (isInOrder(value)) return JSON.stringify(value)
  const ordered = putInOrder(value)
  return ordered === undefined ? written(value) : JSON.stringify(ordered)
}

/** A copy with its keys in order, or nothing where an object would not keep the order or the key: `10` comes before `9`. */
function putInOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const copies: unknown[] = []
    for (const one of value as readonly unknown[]) {
      const copy = putInOrder(one)
      if (copy === undefined) return undefined
      copies.push(copy)
    }
    return copies
  }
  const given = value as Readonly<Record<string, unknown>> // whatever is an object and no list is read by its keys
  const ordered: Record<string, unknown> = {}
  for (const key of Object.keys(given).sort()) {
    const below = given[key]
    if (below === undefined) continue
    const copy = key === '__proto__' || NUMBERED.test(key) ? undefined : putInOrder(below)
    if (copy === undefined) return undefined
    ordered[key] = copy
  }
  return ordered
}

const NUMBERED = /^\d/

function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) {
    for (const one of value) if (!isInOrder(one)) return false
    return true
  }
  const given = value as Readonly<Record<string, unknown>> // whatever is an object and no list is read by its keys
  let before = ''
  let first = true
  for (const key in given) {
    if (!first && key <= before) return false
    if (!isInOrder(given[key])) return false
    before = key
    first = false
  }
  return true
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const given = value as Readonly<Record<string, unknown>> // whatever is an object and no list is read by its keys
  let text = ''
  for (const key of Object.keys(given).sort()) {
    const below = given[key]
    if (below !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written(below)}`
  }
  return `{${text}}`
}
