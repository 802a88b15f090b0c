import { ORDER_DATE } from '../language/expand-row.ts'
import { expandRulebook } from '../language/expand-rulebook.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import { hashRulebook } from '../language/hash-rulebook.ts'
import type { CatalogueEntry, Group, Rulebook } from '../language/rulebook.ts'
import { moments, type Fact, type FactValue, type Moment, type Scope } from '../vocabulary/fact.ts'
import { compileEffect, targetOf } from './compile-effect.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { CompiledGroup, Step } from './compiled-group.ts'
import { compileIndex } from './compile-index.ts'
import { factReferred, factsRead } from './facts-read.ts'
import { planJudgement } from './plan-judgement.ts'

/** A rulebook made ready to judge: built once, then only read. */
export interface CompiledRelease {
  readonly hash: string
  readonly rulebook: Rulebook
  readonly facts: readonly CompiledFact[]
  /** The same, by whom they are said of. */
  readonly factsOf: Readonly<Record<Scope, readonly CompiledFact[]>>
  readonly slots: ReadonlyMap<string, number>
  /** Values by slot before anything is known; copied for each judgement. */
  readonly unknown: readonly null[]
  /** Facts that a configuration states, by whom they are said of. */
  readonly given: Readonly<Record<Scope, readonly CompiledFact[]>>
  /** By id, where each of these stands among them. */
  readonly places: Readonly<Record<Scope, ReadonlyMap<string, number>>>
  /** Facts that follow from which lenses are ordered. */
  readonly asked: readonly CompiledFact[]
  /** Given facts that choose entries which are offered on some days only: by slot, and by the entry's id. */
  readonly dated: ReadonlyMap<number, ReadonlyMap<string, CatalogueEntry>>
  /** Where the day of the order stands, which those days are compared with. */
  readonly orderDate: number
  readonly groups: readonly CompiledGroup[]
  /** Which rule stands where: its group and its place there. */
  readonly rules: ReadonlyMap<string, { readonly group: CompiledGroup; readonly position: number }>
  readonly steps: Readonly<Record<Moment, readonly Step[]>>
  /** Slots of world facts that some rule of that moment reads. */
  readonly worldRead: Readonly<Record<Moment, readonly number[]>>
  /** By kind, then by id. */
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, FactValue>>>
}

/**
 * Takes a rulebook that `checkRulebook` found no fault in; on another it does not throw, but what it says means little.
 * Whoever has its hash already, from where the rulebook came from, saves the work of making it.
 */
export function compileRelease(rulebook: Rulebook, hash = hashRulebook(rulebook)): CompiledRelease {
  const entries = indexCatalogue(rulebook)
  // By id, as in the canonical form: how the files are cut never shows in a decision.
  const vocabulary = rulebook.vocabulary.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const facts = vocabulary.map((fact, slot) => compileFact(fact, slot, entries))
  const slots = new Map(facts.map(({ fact, slot }) => [fact.id, slot]))
  // An unknown fact reads what is never there.
  const slotOf = (id: string): number => slots.get(id) ?? facts.length
  const groups = compileGroups(rulebook, facts, slotOf)
  const plan = (moment: Moment) => planJudgement({ facts, slotOf, groups, entries }, moment)
  const steps = forEachMoment(plan)
  const worldRead = (moment: Moment): number[] =>
    facts
      .filter(({ fact }) => fact.source.kind === 'world')
      .filter(({ fact }) => groups.some((one) => one.moment === moment && one.reads.has(fact.id)))
      .map(({ slot }) => slot)
  const factsOf = { job: facts.filter(({ ofJob }) => ofJob), lens: facts.filter(({ ofJob }) => !ofJob) }
  const given = { job: givenOf(factsOf.job), lens: givenOf(factsOf.lens) }
  return {
    hash,
    rulebook,
    facts,
    factsOf,
    slots,
    unknown: [...facts.map(() => null), null],
    given,
    places: { job: placesOf(given.job), lens: placesOf(given.lens) },
    asked: facts.filter(({ fact }) => fact.source.kind === 'asked'),
    dated: datedChoices(facts, rulebook),
    orderDate: slotOf(ORDER_DATE),
    groups,
    rules: new Map(
      groups.flatMap((group) => group.rules.map(({ rule }, position) => [rule.id, { group, position }] as const)),
    ),
    steps,
    worldRead: forEachMoment(worldRead),
    entries,
  }
}

function compileFact(fact: Fact, slot: number, entries: CompiledRelease['entries']): CompiledFact {
  const { id, scope, type, step = 1, min = -Infinity, max = Infinity, nullable, source, moment } = fact
  // Spelled out: of so many fields, spread ones would make V8 keep the object as a dictionary, several times slower to read.
  return {
    slot,
    id,
    fact,
    type,
    step,
    min,
    max,
    allowed: allowedOf(fact, entries),
    ofJob: scope === 'job',
    isSet: type === 'set',
    required: !nullable && source.kind !== 'world' && moment === 'order',
  }
}

function givenOf(facts: readonly CompiledFact[]): CompiledFact[] {
  return facts.filter(({ fact }) => ['given', 'world'].includes(fact.source.kind))
}

const placesOf = (facts: readonly CompiledFact[]): ReadonlyMap<string, number> =>
  new Map(facts.map(({ id }, place) => [id, place]))

function forEachMoment<T>(make: (moment: Moment) => T): Record<Moment, T> {
  // Object.fromEntries forgets its keys.
  return Object.fromEntries(moments.map((moment) => [moment, make(moment)])) as Record<Moment, T>
}

function compileGroups(
  rulebook: Rulebook,
  facts: readonly CompiledFact[],
  slotOf: (id: string) => number,
): CompiledGroup[] {
  const byGroup = new Map<string, ExpandedRule[]>()
  for (const rule of expandRulebook(rulebook)) {
    const rules = byGroup.get(rule.group)
    if (rules) rules.push(rule)
    else byGroup.set(rule.group, [rule])
  }
  return rulebook.groups.map((group) => compileGroup(group, byGroup.get(group.id) ?? [], rulebook, facts, slotOf))
}

function compileGroup(
  group: Group,
  rules: readonly ExpandedRule[],
  { conditions: shared, settings }: Rulebook,
  facts: readonly CompiledFact[],
  slotOf: (id: string) => number,
): CompiledGroup {
  const targets = [...new Set([...(group.total ? group.writes : []), ...rules.map(targetOf)])]
  const numbers = new Map(targets.map((target, number) => [target, number]))
  const conditions = rules.map((rule) => rule.conditions)
  const reads = new Set<string>()
  for (const rule of rules) {
    for (const fact of factsRead(rule.conditions, shared)) reads.add(fact)
    for (const [name, value] of Object.entries(rule.event.params)) {
      const fact = factReferred(value)
      if (fact !== null) reads.add(fact)
      // What a cause names is shown with its value, so it must be known by then.
      if (name === 'field' && typeof value === 'string' && slotOf(value) < facts.length) reads.add(value)
    }
  }
  return {
    group,
    moment: group.moment ?? 'order',
    rules: rules.map((rule) =>
      compileEffect(rule, slotOf, facts, (target) => numbers.get(target) ?? 0, settings.languages),
    ),
    index: compileIndex(conditions, slotOf, shared),
    conditions,
    targets,
    total: group.total ? group.writes.map((name) => ({ name, among: numbersFor(name, targets) })) : [],
    reads,
    matched: new Int32Array(rules.length),
    seats: new Int32Array(targets.length),
  }
}

function datedChoices(facts: readonly CompiledFact[], { catalogue }: Rulebook): CompiledRelease['dated'] {
  const found = new Map<number, ReadonlyMap<string, CatalogueEntry>>()
  for (const { slot, fact } of facts) {
    if (fact.source.kind !== 'given' || fact.valuesOf === undefined || !Object.hasOwn(catalogue, fact.valuesOf))
      continue
    const dated = (catalogue[fact.valuesOf] ?? []).filter(
      ({ from, until }) => from !== undefined || until !== undefined,
    )
    if (dated.length > 0) found.set(slot, new Map(dated.map((entry) => [entry.id, entry])))
  }
  return found
}

/** A measure with alternatives is decided by any of them. */
function numbersFor(name: string, targets: readonly string[]): number[] {
  return targets.flatMap((target, number) => (target === name || target.startsWith(`${name}|`) ? [number] : []))
}

function indexCatalogue(rulebook: Rulebook): Map<string, Map<string, Map<string, FactValue>>> {
  return new Map(
    Object.entries(rulebook.catalogue).map(([kind, entries]) => [
      kind,
      new Map(entries.map((entry) => [entry.id, new Map(Object.entries(entry.attributes))])),
    ]),
  )
}

function allowedOf(fact: Fact, entries: CompiledRelease['entries']): ReadonlySet<string> | null {
  if (fact.type !== 'enum' && fact.type !== 'set') return null
  if (fact.valuesOf !== undefined) return new Set(entries.get(fact.valuesOf)?.keys() ?? [])
  return fact.values ? new Set(fact.values) : null
}
