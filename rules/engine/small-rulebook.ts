import {
  FORMAT,
  type Configuration,
  type Group,
  type Rule,
  type RuleEvent,
  type Rulebook,
} from '../language/rulebook.ts'
import type { Fact, FactType, Scope } from '../vocabulary/fact.ts'
import type { TopLevelCondition } from './condition.ts'

/** A fact of a test's rulebook: given, of a lens, may be null, unless it says otherwise. */
export function factOfTest(id: string, type: FactType, more: Partial<Fact> = {}): Fact {
  const scope: Scope = id.startsWith('job.') ? 'job' : 'lens'
  return {
    id,
    label: id,
    meaning: id,
    type,
    scope,
    source: { kind: 'given' },
    nullable: true,
    moment: 'order',
    ...more,
  }
}

export function groupOfTest(id: string, more: Partial<Group> = {}): Group {
  return { id, title: id, phase: 'accept', scope: 'lens', hit: 'collect', writes: [], ...more }
}

export function ruleOfTest(
  id: string,
  group: string,
  conditions: TopLevelCondition,
  event: RuleEvent,
  priority = 1,
): Rule {
  return { id, group, title: id, why: id, source: 'test', owner: 'test', rule: { priority, conditions, event } }
}

export function rulebookOfTest(parts: Partial<Rulebook>): Rulebook {
  return {
    format: FORMAT,
    name: 'test',
    settings: { languages: ['en', 'de'], currency: 'EUR', timeZone: 'Europe/Berlin', review: 'two' },
    ...{ vocabulary: [], catalogue: {}, groups: [], conditions: {}, rules: [], tables: [], cases: [], accepted: [] },
    ...parts,
  }
}

export const ALWAYS: TopLevelCondition = { not: { all: [{ fact: 'lens.sphere', operator: 'equal', value: 999_999 }] } }

export function pairOf(right: Record<string, unknown>, left = right, job: Record<string, unknown> = {}): Configuration {
  // Tests hand over what is wrong on purpose.
  return { ordered: ['right', 'left'], job, right, left } as Configuration
}
