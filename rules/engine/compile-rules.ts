import { clonePlain } from './clone-plain.ts'
import type { IndexStats } from './bit-index.ts'
import { compileIndex } from './compile-index.ts'
import type { TopLevelCondition } from './condition.ts'
import { MISSING } from './fact-column.ts'

export interface RuleEvent {
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>>
}

/** A rule as json-rules-engine takes it. */
export interface RuleProperties {
  readonly conditions: TopLevelCondition
  readonly event: RuleEvent
  readonly priority?: number
  readonly name?: string
}

export interface CompileOptions {
  readonly conditions?: Readonly<Record<string, TopLevelCondition>>
  readonly allowUndefinedFacts?: boolean
}

export interface CompiledRules {
  readonly stats: IndexStats
  /** The events of the rules that hold: priority descending, then as declared. Throws where json-rules-engine rejects. */
  readonly evaluate: (facts: Readonly<Record<string, unknown>>) => RuleEvent[]
}

/** json-rules-engine's rules, compiled: the same events for the same facts, at once instead of by promise. */
export function compileRules(rules: readonly RuleProperties[], options: CompileOptions = {}): CompiledRules {
  const read = rules.map(readRule).sort((a, b) => b.order - a.order)
  const slots = new Map<unknown, number>()
  const slotOf = (factId: string): number => {
    let slot = slots.get(factId)
    if (slot === undefined) slots.set(factId, (slot = slots.size))
    return slot
  }
  const index = compileIndex(
    read.map(({ conditions }) => conditions),
    slotOf,
    options.conditions ?? {},
  )
  const events = read.map(({ event }) => event)
  const unspeakable = new Set([...events.keys()].filter((rule) => cannotBeEmitted(events[rule]?.type)))
  const absent = options.allowUndefinedFacts ? undefined : MISSING
  const fired = new Int32Array(rules.length)

  const evaluate = (facts: Readonly<Record<string, unknown>>): RuleEvent[] => {
    const values = new Array<unknown>(slots.size).fill(absent)
    let given = 0
    // As json-rules-engine gathers them: whatever can be enumerated, inherited or not.
    for (const id in facts) {
      if (id === '') throw new Error('A fact needs a name.')
      const slot = slots.get(id)
      if (slot === undefined) continue
      const value = facts[id]
      if (isDynamic(value)) throw new TypeError(`Fact ${id} must be a value, not a function or a promise.`)
      values[slot] = value
      given++
    }
    const isComplete = given === slots.size || absent === undefined
    const found = isComplete ? index.match(values, fired) : index.scan(values, fired)
    const result = new Array<RuleEvent>(found)
    for (let i = 0; i < found; i++) {
      const rule = fired[i] ?? 0
      if (unspeakable.has(rule))
        throw new Error(`json-rules-engine cannot emit an event "${events[rule]?.type ?? ''}".`)
      result[i] = events[rule]! // a position of a rule that was read
    }
    return result
  }
  return { stats: index.stats, evaluate }
}

interface ReadRule {
  readonly conditions: TopLevelCondition
  readonly event: RuleEvent
  readonly order: number
}

function readRule(rule: RuleProperties): ReadRule {
  // What comes as JSON is whatever it is: every check below is one that json-rules-engine makes.
  const given = rule as Partial<RuleProperties> | undefined
  if (!given) throw new Error('A rule must be an object.')
  for (const key of ['event', 'conditions'] as const)
    if (!Object.hasOwn(given, key)) throw new Error(`A rule needs "${key}".`)
  const order = Number.parseInt(String(orElse<unknown>(given.priority, 1)), 10)
  if (order <= 0) throw new Error('A priority must be greater than zero.')
  const event = orElse<RuleEvent>(given.event, { type: 'unknown' })
  if (!Object.hasOwn(event, 'type')) throw new Error('An event needs a "type".')
  const { type, params } = event
  return {
    conditions: given.conditions!, // compileIndex finds out what is none
    event: clonePlain(params ? { type, params } : { type }, true),
    order: Number.isNaN(order) ? 0 : order,
  }
}

/** json-rules-engine's `||`: zero, the empty text and null count as nothing. */
function orElse<T>(given: T | undefined, otherwise: T): T {
  if (given) return given
  return otherwise
}

const isDynamic = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function')

/** Nobody listens for `error`, which its emitter rejects; the others it finds on every object and calls wrongly. */
const cannotBeEmitted = (type: unknown): boolean =>
  type === 'error' || type === '__defineGetter__' || type === '__defineSetter__'
