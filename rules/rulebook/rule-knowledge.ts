import { inputsOf } from '../vocabulary/inputs-of.ts'
import { targetOf } from '../engine/compile-effect.ts'
import type { CompiledRelease } from '../engine/compile-release.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { EventType } from '../language/rulebook.ts'
import { readBy, writesFact } from './what-ordering-needs.ts'

/** In which respects two decisions on one configuration can differ, in the order in which they matter. */
export const respects = [
  'newly refused',
  'newly accepted',
  'outcome',
  'causes',
  'program',
  'route',
  'tolerance',
  'price',
  'promise',
] as const
export type Respect = (typeof respects)[number]

/** Events that speak about a respect directly; a `derive` speaks about any. */
export const speakers: Readonly<Record<Respect, ReadonlySet<EventType>>> = {
  'newly refused': new Set(['refuse', 'confirm', 'advise', 'hold']),
  'newly accepted': new Set(['refuse', 'confirm', 'advise', 'hold']),
  outcome: new Set(['refuse', 'confirm', 'advise', 'hold']),
  causes: new Set(['refuse', 'confirm', 'advise', 'hold']),
  program: new Set(['use']),
  route: new Set(['visit', 'skip']),
  tolerance: new Set(['allow']),
  price: new Set(['charge', 'adjust']),
  promise: new Set(['take', 'calendar']),
}

/** What a release knows of its rules when a difference is to be put down to some of them. */
export interface RuleKnowledge {
  /** Two rules of one name may not be one rule. */
  readonly hashOf: (rule: string) => string | undefined
  /** The rule writes a fact that rules which speak of the respect go by, however far back. */
  readonly bears: (rule: string, respect: Respect) => boolean
}

export function ruleKnowledge({ rules, groups, rulebook }: CompiledRelease): RuleKnowledge {
  const all = groups.flatMap((group) => group.rules.map(({ rule }) => rule))
  const facts = new Map(rulebook.vocabulary.map((fact) => [fact.id, fact]))
  const writers = new Map<string, ExpandedRule[]>()
  for (const rule of all) {
    if (writesFact(rule)) writers.set(targetOf(rule), [...(writers.get(targetOf(rule)) ?? []), rule])
  }
  const goneBy = (respect: Respect): ReadonlySet<string> => {
    const found = new Set<string>()
    const follow = (id: string): void => {
      const fact = facts.get(id)
      if (!fact || found.has(id)) return
      found.add(id)
      for (const other of inputsOf(fact)) follow(other)
      for (const writer of writers.get(id) ?? []) for (const read of readBy(writer, rulebook)) follow(read)
    }
    for (const rule of all)
      if (speakers[respect].has(rule.event.type)) for (const read of readBy(rule, rulebook)) follow(read)
    return found
  }
  const ways = new Map(respects.map((respect) => [respect, goneBy(respect)]))
  const ruleOf = (id: string): ExpandedRule | undefined => {
    const known = rules.get(id)
    return known?.group.rules[known.position]?.rule
  }
  return {
    hashOf: (id) => ruleOf(id)?.hash,
    bears(id, respect) {
      const rule = ruleOf(id)
      return rule !== undefined && writesFact(rule) && ways.get(respect)?.has(targetOf(rule)) === true
    },
  }
}
