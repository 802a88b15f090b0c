import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Fired } from './decision.ts'
import type { EventType } from '../language/rulebook.ts'
import { factReferred } from './facts-read.ts'
import { compileMessage, type Message } from './render-message.ts'

/** A parameter of an event: a literal, or what a fact is when the rule fires. */
export interface Parameter {
  /** -1 for a literal. */
  readonly slot: number
  readonly literal: unknown
}

/** A rule ready to speak: its event's parameters resolved to slots, its target to a number within its group. */
export interface CompiledRule {
  readonly rule: ExpandedRule
  readonly type: EventType
  readonly target: number
  readonly params: ReadonlyMap<string, Parameter>
  readonly message: Message
  /** What a derive or use writes: a name, and the fact of that name, if there is one. */
  readonly writes: string
  readonly into: CompiledFact | null
  readonly value: Parameter
  /** A list of itself, for when nobody else speaks for its target. */
  readonly alone: readonly CompiledRule[]
  /** The ways in which it fired before: see `firedAs`. */
  readonly ways: (Fired | undefined)[]
}

const NOTHING: Parameter = { slot: -1, literal: null }

export function compileEffect(
  rule: ExpandedRule,
  slotOf: (fact: string) => number,
  facts: readonly CompiledFact[],
  numberOfTarget: (target: string) => number,
  languages: readonly string[],
): CompiledRule {
  const params = new Map<string, Parameter>()
  for (const [name, value] of Object.entries(rule.event.params)) {
    const fact = factReferred(value)
    params.set(name, fact === null ? { slot: -1, literal: value } : { slot: slotOf(fact), literal: null })
  }
  const target = targetOf(rule)
  const { type } = rule.event
  const alone: CompiledRule[] = []
  const compiled: CompiledRule = {
    rule,
    type,
    target: numberOfTarget(target),
    params,
    message: compileMessage(rule.event.params['message'], languages),
    writes: target,
    into: type === 'derive' || type === 'use' ? (facts[slotOf(target)] ?? null) : null,
    value: params.get('value') ?? NOTHING,
    alone,
    ways: [],
  }
  alone.push(compiled)
  return compiled
}

/** What a hit policy chooses for: rules of one target compete, rules of two do not. */
export function targetOf(rule: ExpandedRule): string {
  const { type, params } = rule.event
  switch (type) {
    case 'derive':
      return textOf(params['fact'])
    case 'use':
      return textOf(params['slot'])
    case 'visit':
    case 'skip':
      return textOf(params['step'])
    case 'allow': {
      const alternative = textOf(params['alternative'])
      return alternative === '' ? textOf(params['measure']) : `${textOf(params['measure'])}|${alternative}`
    }
    case 'take':
      return 'workingHours'
    case 'calendar':
      return 'calendar'
    case 'refuse':
    case 'confirm':
    case 'advise':
    case 'hold':
    case 'charge':
    case 'adjust':
      return textOf(params['code'])
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function valueOf(rule: CompiledRule, name: string, values: readonly unknown[]): unknown {
  return parameterOf(rule.params.get(name) ?? NOTHING, values)
}

export const parameterOf = ({ slot, literal }: Parameter, values: readonly unknown[]): unknown =>
  slot < 0 ? literal : values[slot]

export function numberOf(rule: CompiledRule, name: string, values: readonly unknown[]): number | null {
  const value = valueOf(rule, name, values)
  return typeof value === 'number' ? value : null
}

export function wordOf(rule: CompiledRule, name: string, values: readonly unknown[]): string | null {
  const value = valueOf(rule, name, values)
  return typeof value === 'string' ? value : null
}
