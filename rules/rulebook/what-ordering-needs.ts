import { inputsOf } from '../vocabulary/inputs-of.ts'
import { targetOf } from '../engine/compile-effect.ts'
import { factReferred, factsRead } from '../engine/facts-read.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import { causing, priceAndPromise, type Group, type Rulebook } from '../language/rulebook.ts'
import type { Fact } from '../vocabulary/fact.ts'

export interface OrderingNeeds {
  /** Rules and tables, by id. */
  readonly kept: ReadonlySet<string>
  readonly facts: ReadonlySet<string>
  /** Groups that are needed though not marked `ordering`, with the targets that are. */
  readonly targets: ReadonlyMap<string, ReadonlySet<string>>
}

/** `table#row` → `table`: a table is kept or left as one. */
export const homeOf = (rule: string): string => rule.split('#', 1)[0] ?? rule

/** Follows from what an order must be told back to all that it is decided by. */
export function whatOrderingNeeds(rulebook: Rulebook, rules: readonly ExpandedRule[]): OrderingNeeds {
  const groups = new Map(rulebook.groups.map((group) => [group.id, group]))
  const facts = new Map(rulebook.vocabulary.map((fact) => [fact.id, fact]))
  const homes = gathered(rules, ({ id }) => homeOf(id))
  const writers = gathered(rules, targetOf)
  const causes = gathered(
    rules.filter(({ event }) => causing.has(event.type)),
    ({ group }) => group,
  )
  const kept = new Set<string>()
  const needed = new Set<string>()
  const targets = new Map<string, Set<string>>()

  const needFact = (id: string): void => {
    const fact = facts.get(id)
    if (!fact || needed.has(id)) return
    needed.add(id)
    for (const other of inputsOf(fact)) needFact(other)
    if (fact.source.kind === 'derived') touch(fact.source.group, id)
    for (const rule of writers.get(id) ?? []) if (writesFact(rule)) keep(rule)
  }
  const touch = (group: string, target: string): void => {
    const known = targets.get(group)
    targets.set(group, (known ?? new Set()).add(target))
    // A group that speaks at all keeps its causes.
    if (!known) for (const rule of causes.get(group) ?? []) keep(rule)
  }
  const keep = ({ id }: ExpandedRule): void => {
    const home = homeOf(id)
    if (kept.has(home)) return
    kept.add(home)
    for (const rule of homes.get(home) ?? []) {
      touch(rule.group, targetOf(rule))
      for (const fact of readBy(rule, rulebook)) needFact(fact)
      if (writesFact(rule)) needFact(targetOf(rule))
    }
  }
  for (const rule of rules) {
    const group = groups.get(rule.group)
    const atOrder = (group?.moment ?? 'order') === 'order'
    // Price and promise are of every ordering, whatever their group is marked as: else the sum would be another.
    if (group?.ordering || (atOrder && priceAndPromise.has(rule.event.type))) keep(rule)
  }
  for (const group of rulebook.groups) if (group.ordering) for (const target of group.writes) needFact(target)
  for (const fact of rulebook.vocabulary) if (saysOutOfRange(fact, facts, needed)) needFact(fact.id)
  return { kept, facts: needed, targets }
}

function gathered(
  rules: readonly ExpandedRule[],
  by: (rule: ExpandedRule) => string,
): ReadonlyMap<string, readonly ExpandedRule[]> {
  const found = new Map<string, ExpandedRule[]>()
  for (const rule of rules) {
    const known = found.get(by(rule))
    if (known) known.push(rule)
    else found.set(by(rule), [rule])
  }
  return found
}

export const writesFact = ({ event }: ExpandedRule): boolean => event.type === 'derive' || event.type === 'use'

export function readBy(rule: ExpandedRule, { conditions }: Rulebook): string[] {
  const read = [...factsRead(rule.conditions, conditions)]
  for (const [name, value] of Object.entries(rule.event.params)) {
    const fact = name === 'field' && typeof value === 'string' ? value : factReferred(value)
    if (fact !== null) read.push(fact)
  }
  return read
}

/** A computed fact with limits refuses by itself; it comes along where no group's answer goes into it that does not. */
function saysOutOfRange(fact: Fact, facts: ReadonlyMap<string, Fact>, needed: ReadonlySet<string>): boolean {
  if (fact.source.kind !== 'computed' || (fact.min === undefined && fact.max === undefined)) return false
  const seen = new Set<string>()
  const free = (id: string): boolean => {
    const one = facts.get(id)
    if (!one || seen.has(id) || needed.has(id)) return true
    seen.add(id)
    return one.source.kind !== 'derived' && inputsOf(one).every(free)
  }
  return free(fact.id)
}

/**
 * Groups that can change an order's outcome and that an ordering screen does not hold: what they would say is heard only
 * when the order arrives. Their writer should know.
 */
export function unheardWhenOrdering(rulebook: Rulebook, rules: readonly ExpandedRule[]): readonly Group[] {
  const { kept, targets } = whatOrderingNeeds(rulebook, rules)
  const told = new Set(rules.filter(({ event }) => causing.has(event.type) && event.type !== 'advise').map(homeOfRule))
  return rulebook.groups.filter((group) => {
    if (group.ordering || (group.moment ?? 'order') !== 'order') return false
    const known = targets.get(group.id)
    const unheardCause = rules.some(
      (rule) => rule.group === group.id && told.has(homeOfRule(rule)) && !kept.has(homeOfRule(rule)),
    )
    const unheardTarget = group.writes.some((target) => !known?.has(target))
    return unheardCause || (unheardTarget && (group.total === true || group.hit === 'unique'))
  })
}

const homeOfRule = ({ id }: ExpandedRule): string => homeOf(id)
