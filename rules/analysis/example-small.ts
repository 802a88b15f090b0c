import type { NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import { FORMAT, type Group, type Rule, type RuleEvent, type Rulebook } from '../language/rulebook.ts'
import type { Fact } from '../vocabulary/fact.ts'

/** Small parts for tests: what is not said is as plain as it can be. */
export function smallFact(id: string, more: Partial<Fact> = {}): Fact {
  return {
    ...{ id, label: id, meaning: id, type: 'number', scope: 'job', source: { kind: 'given' } },
    ...{ nullable: false, moment: 'order' },
    ...more,
  }
}

export function smallGroup(id: string, more: Partial<Group> = {}): Group {
  return { id, title: id, phase: 'make', scope: 'job', hit: 'first', writes: ['program'], ...more }
}

export const test = (fact: string, operator: string, value: unknown): NestedCondition => ({ fact, operator, value })

export function smallRule(
  id: string,
  group: string,
  conditions: readonly NestedCondition[] | TopLevelCondition,
  more: { priority?: number; event?: RuleEvent; says?: unknown } = {},
): Rule {
  const event: RuleEvent = more.event ?? { type: 'use', params: { slot: 'program', value: more.says ?? id } }
  return {
    ...{ id, group, title: id, why: 'test', source: 'test', owner: 'test' },
    rule: {
      priority: more.priority ?? 1,
      conditions: 'length' in conditions ? { all: conditions } : conditions,
      event,
    },
  }
}

export const refusal = (id: string, group: string, conditions: readonly NestedCondition[]): Rule =>
  smallRule(id, group, conditions, { event: { type: 'refuse', params: { code: id, field: null, message: id } } })

export function smallRulebook(parts: Partial<Rulebook>): Rulebook {
  return {
    ...{ format: FORMAT, name: 'small', vocabulary: [], catalogue: {}, groups: [], conditions: {}, rules: [] },
    ...{ tables: [], cases: [], accepted: [] },
    settings: { languages: ['en'], currency: 'EUR', timeZone: 'UTC', review: 'two' },
    ...parts,
  }
}
