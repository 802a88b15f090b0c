import type { ExpandedRule } from '../language/expanded-rule.ts'
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
}

const NOTHING: Parameter = { slot: -1, literal: null }

export function compileEffect(
  rule: ExpandedRule,
  slotOf: (fact: string) => number,
  numberOfTarget: (target: string) => number,
  languages: readonly string[],
): CompiledRule {
  const params = new Map<string, Parameter>()
  for (const [name, value] of Object.entries(rule.event.params)) {
    const fact = factReferred(value)
    params.set(name, fact === null ? { slot: -1, literal: value } : { slot: slotOf(fact), literal: null })
  }
  return {
    rule,
    type: rule.event.type,
    target: numberOfTarget(targetOf(rule)),
    params,
    message: compileMessage(rule.event.params['message'], languages),
  }
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
  const { slot, literal } = rule.params.get(name) ?? NOTHING
  return slot < 0 ? literal : values[slot]
}

export function numberOf(rule: CompiledRule, name: string, values: readonly unknown[]): number | null {
  const value = valueOf(rule, name, values)
  return typeof value === 'number' ? value : null
}

export function wordOf(rule: CompiledRule, name: string, values: readonly unknown[]): string | null {
  const value = valueOf(rule, name, values)
  return typeof value === 'string' ? value : null
}
