import { tokensOf, type PathToken } from './json-path-tokens.ts'

/** Reads a path in an object as json-rules-engine's JSONPath does: one hit as itself, several as a list, none as undefined. */
export type PathReader = (root: object) => unknown

interface Found {
  readonly hits: unknown[]
  /** Something on the way stood for many: then even one hit is a list. */
  many: boolean
}

export function readPath(path: unknown): PathReader {
  const tokens = tokensOf(path)
  if (tokens.every((token) => token.kind === 'member')) return memberReader(tokens.map(({ name }) => name))
  return (root) => {
    const found: Found = { hits: [], many: false }
    trace(tokens, 0, root, one, found)
    return found.hits.length === 0 ? undefined : found.hits.length === 1 && !found.many ? found.hits[0] : found.hits
  }
}

function memberReader(names: readonly string[]): PathReader {
  return (root) => {
    let value: unknown = root
    for (const name of names) {
      if (!owns(value, name)) return undefined
      value = value[name]
    }
    return value
  }
}

/** Texts own their length and their letters; nothing is owned by an empty text or zero. */
const owns = (value: unknown, name: string): value is Record<string, unknown> =>
  // The cast is for hasOwn, which takes primitives at run time.
  Boolean(value) && Object.hasOwn(value as object, name)

interface Way {
  readonly many: boolean
  /** After a member or a wildcard, a key that is spelled like the next step (`*`, `0:1`) goes before its meaning. */
  readonly literal: boolean
}

const one: Way = { many: false, literal: false }
const oneLiteral: Way = { many: false, literal: true }
const many: Way = { many: true, literal: false }
const manyLiteral: Way = { many: true, literal: true }

function trace(tokens: readonly PathToken[], at: number, value: unknown, way: Way, found: Found): void {
  const token = tokens[at]
  if (!token) {
    found.hits.push(value)
    found.many ||= way.many
    return
  }
  if (way.literal && owns(value, token.name)) {
    trace(tokens, at + 1, value[token.name], way.many ? many : one, found)
    return
  }
  switch (token.kind) {
    case 'member':
      if (!way.literal && owns(value, token.name))
        trace(tokens, at + 1, value[token.name], way.many ? manyLiteral : oneLiteral, found)
      return
    case 'union':
      for (const name of token.names) if (owns(value, name)) trace(tokens, at + 1, value[name], manyLiteral, found)
      return
    case 'slice':
      if (Array.isArray(value)) slice(token, value, (hit) => trace(tokens, at + 1, hit, many, found))
      return
    case 'every':
      for (const child of childrenOf(value)) trace(tokens, at + 1, child, manyLiteral, found)
      return
    case 'within':
      trace(tokens, at + 1, value, way.many ? many : one, found)
      for (const child of childrenOf(value)) if (typeof child === 'object') trace(tokens, at, child, many, found)
      return
  }
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value !== null && typeof value === 'object' ? Object.values(value) : []
}

function slice(
  { from, to, step }: { from: number; to: number; step: number },
  list: readonly unknown[],
  take: (hit: unknown) => void,
): void {
  const size = list.length
  // Zero and nothing are one to it: `[1:0]` runs to the end.
  const place = (index: number) => (index < 0 ? Math.max(0, index + size) : Math.min(size, index))
  const end = place(to || size)
  for (let i = place(from || 0); i < end; i += step || 1) if (Object.hasOwn(list, i)) take(list[i])
}
