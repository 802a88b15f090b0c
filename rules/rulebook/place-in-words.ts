import { pointerTo } from '../language/json-pointer.ts'

const nouns = new Map([
  ['vocabulary', 'fact'],
  ['groups', 'group'],
  ['conditions', 'shared condition'],
  ['rules', 'rule'],
  ['tables', 'table'],
  ['cases', 'case'],
  ['accepted', 'accepted finding'],
])

/** `['tables', 'limits', 'rows', 'r3', 'cells', 'when rx.sphere']` → “Table limits, row r3, when rx.sphere”. */
export function placeInWords(path: readonly string[]): string {
  const [kind = 'rulebook', id, ...rest] = path
  if (id === 'order') return `The order of the ${kind}`
  if (kind === 'settings') return sentence(['setting', id ?? ''].join(' '), rest)
  if (kind === 'catalogue') {
    const [entry, ...deeper] = rest
    return sentence(`catalogue ${[id, entry].filter((name) => name !== undefined).join(' ')}`, deeper)
  }
  const noun = nouns.get(kind)
  return id === undefined || noun === undefined ? sentence(kind, path.slice(1)) : sentence(`${noun} ${id}`, rest)
}

function sentence(start: string, rest: readonly string[]): string {
  const [kind, id, ...deeper] = rest
  const tail =
    kind === 'rows'
      ? [
          id === 'order' || id === undefined ? 'the order of its rows' : `row ${id}`,
          ...deeper.filter((name) => name !== 'cells'),
        ]
      : kind === 'judged'
        ? ['what is judged']
        : rest.filter((name) => name !== 'attributes')
  return [start.charAt(0).toUpperCase() + start.slice(1), ...tail].join(', ')
}

/** A JSON pointer over names instead of places in lists. */
export const pathText = (path: readonly string[]): string =>
  path.reduce<string>((above, name) => pointerTo(above, name), '')
