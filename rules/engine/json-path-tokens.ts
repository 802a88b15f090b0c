/** `name` is how it was written: where a value owns a member of that very name, JSONPath takes it (see `trace`). */
export type PathToken =
  | { readonly kind: 'member' | 'every' | 'within'; readonly name: string }
  | { readonly kind: 'union'; readonly name: string; readonly names: readonly string[] }
  | { readonly kind: 'slice'; readonly name: string; readonly from: number; readonly to: number; readonly step: number }

/** A path this evaluator does not take: expressions in paths are programs, and rules hold none. */
class PathNotTaken extends Error {
  override readonly name = 'PathNotTaken'
}

/** What a name may hold without meaning something else to JSONPath, outside brackets and inside them. */
const PLAIN = /^(?!\$(?:[.[]|$))[^.[\]'"`~^@#?()*,:;%]+/u
const BRACKET = /^\[(?:'([^'"\]~^@#?()*,:;`%]*)'|"([^'"\]~^@#?()*,:;`%]*)"|(?!\$\])([^'"[\].~^@#?()*,:;`%]+))\]/u
const SLICE = /^\[(-?\d*):(-?\d*):?(\d*)\]/u
const UNION = /^\[([^'"[\].~^@#?()*:;`%$]*(?:,[^'"[\].~^@#?()*:;`%$]*)+)\]/u

export function tokensOf(given: unknown): readonly PathToken[] {
  const path = Array.isArray(given) ? textOf(given) : given
  // JSONPath keeps its paths in a plain object and stumbles over what every object has.
  if (typeof path !== 'string' || path in Object.prototype) throw new PathNotTaken(`${String(path)} is no path.`)
  const tokens: PathToken[] = []
  let rest = `.${path}`
  if (path === '$') rest = ''
  else if (/^\$[.[]/u.test(path)) rest = path.slice(1)
  // Without a root in front of it, a separator is preceded by the empty name.
  else if (/^[.[]/u.test(path)) {
    tokens.push({ kind: 'member', name: '' })
    rest = path
  }
  while (rest !== '') {
    const [token, length] = nextToken(rest)
    if (!token) throw new PathNotTaken(`Path ${path} is outside of what is taken: members, lists, slices and "..".`)
    if (Array.isArray(token)) tokens.push(...token)
    else tokens.push(token)
    rest = rest.slice(length)
  }
  return tokens
}

const every: PathToken = { kind: 'every', name: '*' }
const within: PathToken = { kind: 'within', name: '..' }

function nextToken(rest: string): [PathToken | PathToken[] | undefined, number] {
  if (rest.startsWith('[*]')) return [every, 3]
  if (rest.startsWith('[')) return bracket(rest)
  if (rest.startsWith('..')) {
    if (rest.startsWith('..[')) {
      const [token, length] = nextToken(rest.slice(2))
      return [token && [within, token].flat(), length + 2]
    }
    const [token, length] = member(rest.slice(2))
    return [token && [within, token], length + 2]
  }
  if (!rest.startsWith('.')) return [undefined, 0]
  const [token, length] = member(rest.slice(1))
  return [token, length + 1]
}

function member(rest: string): [PathToken | undefined, number] {
  if (rest.startsWith('*')) return [every, 1]
  const name = PLAIN.exec(rest)?.[0]
  return [name === undefined ? undefined : { kind: 'member', name }, name?.length ?? 0]
}

function bracket(rest: string): [PathToken | undefined, number] {
  const plain = BRACKET.exec(rest)
  if (plain) return [{ kind: 'member', name: plain[1] ?? plain[2] ?? plain[3] ?? '' }, plain[0].length]
  const slice = SLICE.exec(rest)
  if (slice) {
    const [all, from = '', to = '', step = ''] = slice
    return [
      { kind: 'slice', name: all.slice(1, -1), from: Number(from), to: Number(to), step: Number(step) },
      all.length,
    ]
  }
  const union = UNION.exec(rest)
  const names = union?.[1] ?? ''
  return [union ? { kind: 'union', name: names, names: names.split(',') } : undefined, union?.[0].length ?? 0]
}

/** A path may come as a list of names, the first of which stands for the root. */
function textOf(names: readonly unknown[]): string {
  return `$${names
    .slice(1)
    .map((name) => `['${String(name)}']`)
    .join('')}`
}
