import type { RuleProperties } from '../engine/compile-rules.ts'
import type { ConditionLeaf, NestedCondition, TopLevelCondition } from '../engine/condition.ts'

type Random = () => number

/** `wild` throws often; `calm` never. */
type Temper = 'calm' | 'mild' | 'wild'

export interface HostileRules {
  readonly rules: RuleProperties[]
  readonly conditions: Record<string, TopLevelCondition>
  /** Only for facts that may be missing. */
  readonly lenient: boolean
}

const FACTS = ['a', 'b', 'c', 'd', 'list', 'thing', 'constructor', '__proto__', 'toString']
const PLAIN = ['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain']
const RANGES = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']
const DECORATORS = ['not', 'swap', 'someFact', 'everyFact', 'someValue', 'everyValue']
const PATHS = [
  ...[
    '$.x',
    '$.x.y',
    'x',
    'x.y',
    '$',
    '$.x[0]',
    '$.x[0].y',
    '$[0]',
    '$[*]',
    '$.x[*]',
    '$.*',
    '$..x',
    '$..x.y',
    '$..[0]',
  ],
  ...['$.x[0:2]', '$[-1:]', "$['x']['y']", '$["x"]', '$[0,1]', '$.x.length', '$.length', '$.nothing', '.x', '$..*'],
]
const NUMBERS = [0, -0, 1, 2, 3, 5, -1, 0.25, 0.5, 1e21, -1e308, 2 ** 53, Infinity, -Infinity, NaN]
const TEXTS = ['', 'a', 'b', '5', '2', '12abc', ' 3', '0x10', 'true', 'null', '2024-01-01', 'x']
const OTHERS = [undefined, null, true, false]
const PRIORITIES = [1, 2, 10, 0, -1, '3', 'abc', 2.5]

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]! // never asked of nothing
const many = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, make)

function primitive(random: Random): unknown {
  const which = random()
  return which < 0.5 ? pick(random, NUMBERS) : which < 0.8 ? pick(random, TEXTS) : pick(random, OTHERS)
}

function hostileValue(random: Random, depth = 2): unknown {
  const which = random()
  if (depth === 0 || which < 0.72) return primitive(random)
  if (which < 0.85) return many(random, 3, () => hostileValue(random, depth - 1))
  if (which < 0.88) return new Date(Math.floor(random() * 2e12))
  // These throw when something wants a number or a text of them.
  if (which < 0.89) return random() < 0.5 ? Symbol('odd') : Object.create(null)
  if (which < 0.9) return 5n
  const thing: Record<string, unknown> = {}
  for (const key of ['x', 'y', 'length', '0']) if (random() < 0.5) thing[key] = hostileValue(random, depth - 1)
  return thing
}

/** Many rules that cells answer: enough for several words, and now and then for a summary over them. */
function orderlyRules(random: Random): HostileRules {
  const count = random() < 0.15 ? 500 : Math.floor(random() * 120)
  const rules = Array.from({ length: count }, (_, n): RuleProperties => {
    const tests: NestedCondition[] = []
    for (const fact of ['a', 'b', 'c', 'd', 'list'].filter(() => random() < 0.5)) {
      const value = pick(random, [0, 1, 2, 3, 5, 0.25, 0.5, '5', '', 'a', null, true])
      if (random() < 0.5) tests.push({ fact, operator: pick(random, RANGES), value })
      else if (random() < 0.5) tests.push({ fact, operator: pick(random, ['equal', 'notEqual']), value })
      else
        tests.push({
          fact,
          operator: pick(random, ['in', 'notIn']),
          value: [value, ...many(random, 2, () => primitive(random))],
        })
    }
    if (random() < 0.1) tests.push({ any: many(random, 2, () => leaf(random, 'calm')) })
    if (random() < 0.1) tests.push({ not: { all: many(random, 2, () => leaf(random, 'calm')) } })
    if (random() < 0.1) tests.push({ fact: 'a', operator: pick(random, RANGES), value: { fact: 'b' } })
    return { conditions: { all: tests }, event: { type: 'fired', params: { n } }, priority: 1 + (n % 3) }
  })
  return { rules, conditions: {}, lenient: false }
}

/**
 * One thing that throws while json-rules-engine is still starting a rule, and nothing else that throws: it would leave a
 * second rejection to nobody, which ends the process.
 */
function abruptRule(random: Random): HostileRules {
  const below = (): NestedCondition => node(random, 'calm', [], 2)
  const odd = { ...leaf(random, 'calm'), priority: '__proto__' as unknown as number } // what a careless author writes
  const abrupt = random() < 0.5 ? { condition: 'unknown' } : { all: [odd, leaf(random, 'calm')] }
  const list = [...many(random, 2, below), { ...abrupt, priority: pick(random, [1, 5]) }, ...many(random, 2, below)]
  const inner = random() < 0.5 ? { all: list } : { any: list }
  const conditions = random() < 0.3 ? { not: inner } : inner
  return { rules: [{ conditions, event: { type: 'fired' } }], conditions: {}, lenient: true }
}

/** Between wild and mild: a set in which everything throws tells nothing. */
export function generateRules(random: Random): HostileRules {
  if (random() < 0.05) return orderlyRules(random)
  if (random() < 0.06) return abruptRule(random)
  const temper: Temper = random() < 0.65 ? 'mild' : 'wild'
  const wild = temper === 'wild'
  const conditions: Record<string, TopLevelCondition> = {}
  const names = ['shared', 'other', 'toString'].filter(() => random() < 0.6)
  // One that refers to itself may run for ever in json-rules-engine: each knows only those made before it.
  const known: string[] = []
  for (const name of names) {
    conditions[name] = root(random, temper, known, 2)
    known.push(name)
  }
  const rules = many(random, 5, (): RuleProperties => {
    const type = wild && random() < 0.03 ? pick(random, ['error', '__defineGetter__', 'success']) : 'fired'
    const event = random() < 0.7 ? { type, params: { n: Math.floor(random() * 1000) } } : { type }
    const rule = { conditions: root(random, temper, known, 4), event }
    // Priorities come as numbers, texts and nonsense, which the type does not say.
    return random() < 0.3 ? { ...rule, priority: pick(random, wild ? PRIORITIES : [1, 2, '7.9', 0]) as number } : rule
  })
  return { rules, conditions, lenient: false }
}

function root(random: Random, temper: Temper, known: readonly string[], depth: number): TopLevelCondition {
  const one =
    random() < 0.06 && known.length > 0 ? { condition: pick(random, known) } : node(random, temper, known, depth)
  return 'fact' in one ? { all: [one, leaf(random, temper)] } : one
}

function node(random: Random, temper: Temper, known: readonly string[], depth: number): NestedCondition {
  const which = random()
  const below = () => (random() < 0.5 ? leaf(random, temper) : node(random, temper, known, depth - 1))
  const priorities = temper === 'wild' ? PRIORITIES : [1, 2, 3]
  const priority = (): object => (random() < 0.1 ? { priority: pick(random, priorities) } : {})
  if (depth === 0 || which < 0.25) return { ...leaf(random, temper), ...priority() }
  if (which < 0.55) return { all: many(random, 4, below), ...priority() }
  if (which < 0.8) return { any: many(random, 3, below), ...priority() }
  if (which < 0.92 || known.length === 0) return { not: below(), ...priority() }
  return { condition: pick(random, known), ...priority() }
}

function leaf(random: Random, temper: Temper): ConditionLeaf {
  const wild = temper === 'wild'
  const fact = wild ? pick(random, FACTS) : pick(random, FACTS.slice(0, 6))
  const path = random() < (wild ? 0.25 : 0.1) ? { path: pick(random, PATHS) } : {}
  const priority = random() < 0.06 ? { priority: pick(random, wild ? PRIORITIES : [1, 2, 3]) as number } : {} // as it comes
  const base = { fact, ...path, ...priority }
  if (temper === 'calm') {
    const operator = pick(random, ['equal', 'notEqual', 'contains', 'doesNotContain'])
    return { ...base, operator, value: primitive(random) }
  }
  if (random() < (wild ? 0.15 : 0.04)) return { ...base, ...decorated(random) }
  const operator = pick(random, random() < 0.5 ? PLAIN : RANGES)
  if (random() < 0.1) {
    const value = { fact: pick(random, FACTS.slice(0, 6)), ...(random() < 0.2 ? { path: pick(random, PATHS) } : {}) }
    return { ...base, operator, value }
  }
  if (wild && random() < 0.02)
    return { ...base, operator: pick(random, ['unknown', 'no:equal', ':equal', 'not:']), value: 1 }
  const isList = operator === 'in' || operator === 'notIn'
  if (isList && !(wild && random() < 0.05))
    return { ...base, operator, value: random() < 0.08 ? 'is undefined 12' : many(random, 4, () => primitive(random)) }
  const value = wild || !RANGES.includes(operator) ? hostileValue(random, 1) : primitive(random)
  return { ...base, operator, value }
}

function decorated(random: Random): { operator: string; value: unknown } {
  const chain = [pick(random, DECORATORS), ...many(random, 1, () => pick(random, DECORATORS))]
  const operator = [...chain, pick(random, [...PLAIN, ...RANGES])].join(':')
  const value = random() < 0.7 ? many(random, 3, () => primitive(random)) : hostileValue(random, 1)
  return { operator, value }
}

export function generateFacts(random: Random, rules: readonly RuleProperties[]): Record<string, unknown> {
  const facts: Record<string, unknown> = {}
  const mild = random() < 0.5
  const literals = rules.length > 0 && random() < 0.5
  const set = (name: string, value: unknown) =>
    Object.defineProperty(facts, name, { value, enumerable: true, configurable: true, writable: true })
  for (const name of FACTS.slice(0, 6)) {
    if (random() < 0.05) continue
    if (mild || literals) set(name, random() < 0.6 ? pick(random, [0, 1, 2, 3, 5, 0.25]) : primitive(random))
    else set(name, hostileValue(random))
  }
  if (random() < 0.6)
    set(
      'list',
      many(random, 3, () => primitive(random)),
    )
  if (random() < 0.6) set('thing', { x: { y: primitive(random) }, 0: primitive(random) })
  for (const name of FACTS.slice(6)) if (random() < 0.75) set(name, primitive(random))
  return facts
}
