import { inCodeUnits } from './sort-rulebook.ts'

const WIDTH = 120
/** Keys that a reader looks for first; the others follow by name. */
const first = [
  ...[
    'format',
    'kind',
    'id',
    'finding',
    'group',
    'name',
    'title',
    'label',
    'meaning',
    'type',
    'why',
    'source',
    'owner',
    'tags',
  ],
  ...[
    'from',
    'until',
    'scope',
    'phase',
    'moment',
    'hit',
    'fact',
    'operator',
    'value',
    'priority',
    'conditions',
    'event',
  ],
  ...['params', 'inputs', 'outputs', 'configuration', 'expect', 'cells'],
]
const rank = new Map(first.map((key, i) => [key, i]))

/** For people and for line-by-line comparison: the same value gives the same text, whatever the order of its keys. */
export function printJson(value: unknown): string {
  return `${print(value, 0)}\n`
}

function print(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const isList = Array.isArray(value)
  const parts = isList ? value.map((one) => print(one, depth + 1)) : printEntries(value, depth)
  const [open, close] = isList ? '[]' : '{}'
  if (parts.length === 0) return `${open ?? ''}${close ?? ''}`
  const line = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (!line.includes('\n') && line.length + 2 * depth <= WIDTH) return line
  const indent = '  '.repeat(depth)
  return `${open ?? ''}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close ?? ''}`
}

function printEntries(value: object, depth: number): string[] {
  const rankOf = (key: string): number => rank.get(key) ?? first.length
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || inCodeUnits(a, b))
    .map(([key, one]) => `${JSON.stringify(key)}: ${print(one, depth + 1)}`)
}
