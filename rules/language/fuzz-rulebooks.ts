import { checkRulebook } from './check-rulebook.ts'
import { exampleRulebook } from './example-rulebook.ts'
import { expandRulebook } from './expand-rulebook.ts'
import { hashRulebook } from './hash-rulebook.ts'
import { loadRulebook } from './load-rulebook.ts'
import type { Rulebook } from './rulebook.ts'
import { writeRulebook } from './write-rulebook.ts'

export interface FuzzReport {
  readonly inputs: number
  /** Inputs in which no fault was found. */
  readonly accepted: number
  readonly faults: number
  readonly codes: ReadonlySet<string>
  /** What must never happen: an error thrown, or a rulebook that is another one after writing and loading. */
  readonly broken: readonly string[]
}

const MOST_TOLD = 20
type Random = (below: number) => number

/**
 * Feeds the checker and the loader with whatever comes: any JSON, the example with parts replaced, torn out, grafted
 * elsewhere, and files with their text damaged. The same seed gives the same inputs. Accepted rulebooks are handed on.
 */
export function fuzzRulebooks(count: number, seed: number, onAccepted?: (rulebook: Rulebook) => void): FuzzReport {
  const random = pseudoRandom(seed)
  const files = writeRulebook(exampleRulebook)
  const codes = new Set<string>()
  const broken: string[] = []
  let [accepted, faults] = [0, 0]
  for (let i = 0; i < count; i++) {
    try {
      const found =
        i % 4 === 3
          ? fuzzFiles(new Map(files), random)
          : fuzzValue(i % 4 === 2 ? arbitrary(random, 0) : mutated(random))
      faults += found.faults.length
      for (const { code } of found.faults) codes.add(code)
      if (!found.rulebook) continue
      accepted++
      tryOut(found.rulebook)
      onAccepted?.(found.rulebook)
    } catch (error) {
      if (broken.length < MOST_TOLD) broken.push(`input ${i} of seed ${seed}: ${String(error)}`)
    }
  }
  return { inputs: count, accepted, faults, codes, broken }
}

interface Found {
  readonly rulebook: Rulebook | null
  readonly faults: readonly { readonly code: string }[]
}

function fuzzValue(value: unknown): Found {
  const faults = checkRulebook(value)
  // Without faults it is one.
  return { faults, rulebook: faults.length === 0 ? (value as Rulebook) : null }
}

function fuzzFiles(files: Map<string, string>, random: Random): Found {
  for (let left = 1 + random(3); left > 0; left--) {
    const path = pick([...files.keys()], random) ?? ''
    const text = files.get(path) ?? ''
    const [at, length] = [random(text.length + 1), random(12)]
    const piece =
      pick([pick(pieces, random) ?? '', text.slice(random(text.length), random(text.length)), ''], random) ?? ''
    files.set(path, text.slice(0, at) + piece + text.slice(at + length))
  }
  return loadRulebook(files)
}

function tryOut(rulebook: Rulebook): void {
  expandRulebook(rulebook)
  const hash = hashRulebook(rulebook)
  const again = loadRulebook(writeRulebook(rulebook))
  if (again.hash !== hash)
    throw new Error(`written and loaded it is another: ${JSON.stringify(again.faults.slice(0, 3))}`)
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  '\\',
  '-0',
  '1e999',
  'null',
  '"\\ud800"',
  '\u0000',
  '{"__proto__":1}',
  '"e\u0301"',
]
const words = [
  ...[
    '',
    '-',
    'null',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'rx.sphere',
    'lens.powerClass',
  ],
  ...['all', 'any', 'not', 'fact', 'poly', 'not(', '1..2', '@rx.add', '*', 'x'.repeat(300), '\ud800', 'e\u0301'],
]
const numbers = [0, -0, 1, -1, 0.5, 250, -6, 1e21, NaN, Infinity, 2 ** 53]

function arbitrary(random: Random, depth: number): unknown {
  switch (random(depth > 5 ? 4 : 8)) {
    case 0:
      return pick(numbers, random)
    case 1:
      return pick(words, random)
    case 2:
      return pick([true, false, null, undefined], random)
    case 3:
      return depth === 0 && random(4) === 0 ? deep(random(100_000)) : random(1000)
    case 4:
    case 5:
      return Array.from({ length: random(4) }, () => arbitrary(random, depth + 1))
    default: {
      const keys = [...Object.keys(exampleRulebook), ...words]
      const entries = Array.from({ length: random(6) }, () => [pick(keys, random) ?? '', arbitrary(random, depth + 1)])
      return Object.fromEntries(entries)
    }
  }
}

function deep(levels: number): unknown {
  let value: unknown = []
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { all: value }
  return value
}

/** One place of a tree: what holds it, and its key there. */
interface Spot {
  readonly holder: Record<string, unknown>
  readonly key: string
}

function mutated(random: Random): unknown {
  // Through text, so that nothing of the example is touched.
  const copy = JSON.parse(JSON.stringify(exampleRulebook)) as Record<string, unknown>
  const spots = spotsOf(copy)
  for (let left = random(4); left > 0; left--) {
    const spot = pick(spots, random)
    const other = pick(spots, random)
    if (!spot || !other) continue
    const { holder, key } = spot
    const graft: unknown = JSON.parse(JSON.stringify(other.holder[other.key] ?? null))
    switch (random(6)) {
      case 0:
        holder[key] = arbitrary(random, 4)
        break
      case 1:
        // Numbers of their unit, words of the rulebook: what is almost right.
        holder[key] = typeof holder[key] === typeof graft ? graft : holder[key]
        break
      case 2:
        if (Array.isArray(holder)) holder.splice(Number(key), 1)
        else Reflect.deleteProperty(holder, key)
        break
      case 3:
        if (Array.isArray(holder)) holder.push(graft)
        else holder[pick(words, random) ?? ''] = graft
        break
      case 4:
        if (typeof holder[key] === 'number') holder[key] = holder[key] * 2
        else if (typeof holder[key] === 'boolean') holder[key] = !holder[key]
        break
      default:
        holder[key] = graft
    }
  }
  return copy
}

function spotsOf(root: Record<string, unknown>): Spot[] {
  const spots: Spot[] = []
  const open: Record<string, unknown>[] = [root]
  for (let holder = open.pop(); holder; holder = open.pop()) {
    for (const key of Object.keys(holder)) {
      spots.push({ holder, key })
      const below = holder[key]
      // A list is walked by its places like an object by its keys.
      if (typeof below === 'object' && below !== null) open.push(below as Record<string, unknown>)
    }
  }
  return spots
}

const pick = <One>(list: readonly One[], random: Random): One | undefined => list[random(list.length)]

/** Mulberry32, Tommy Ettinger: small, and the same on every machine. */
function pseudoRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
