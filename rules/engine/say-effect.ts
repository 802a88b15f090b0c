import type { HitPolicy } from '../language/rulebook.ts'
import type { Fact, FactValue } from '../vocabulary/fact.ts'
import { numberOf, parameterOf, valueOf, wordOf, type CompiledRule } from './compile-effect.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Cause, Severity } from './decision.ts'
import { setFact, type Judgement, type Saying } from './judgement.ts'
import { chargeFor, adjustLater } from './price-effect.ts'
import { renderMessage } from './render-message.ts'

/** Writes what the winners of one target say. With `silent`, only facts: the order's own answers were given before. */
export function sayEffect(
  judgement: Judgement,
  saying: Saying,
  winners: readonly CompiledRule[],
  hit: HitPolicy,
  silent: boolean,
): void {
  const [first] = winners
  if (!first) return
  if (first.type === 'derive' || first.type === 'use') return void writeFact(judgement, saying, winners, hit)
  if (silent) return
  if (first.type === 'allow') return void allow(saying, winners)
  if (first.type === 'take') return void take(judgement, saying, winners)
  for (const rule of winners) say(judgement, saying, rule)
}

function say(judgement: Judgement, saying: Saying, rule: CompiledRule): void {
  const { values } = saying
  switch (rule.type) {
    case 'refuse':
    case 'confirm':
    case 'advise':
    case 'hold':
      judgement.causes.push(causeOf(judgement, saying, rule, rule.type))
      return
    case 'visit':
      saying.visits.push({ at: numberOf(rule, 'at', values) ?? 0, step: wordOf(rule, 'step', values) ?? '' })
      return
    case 'skip':
      saying.skipped.add(wordOf(rule, 'step', values) ?? '')
      return
    case 'charge':
      return void chargeFor(judgement, saying, rule)
    case 'adjust':
      return void adjustLater(judgement, saying, rule)
    case 'calendar':
      judgement.calendar ??= wordOf(rule, 'id', values)
      return
    case 'derive':
    case 'use':
    case 'allow':
    case 'take':
      return
  }
}

function writeFact(judgement: Judgement, saying: Saying, winners: readonly CompiledRule[], hit: HitPolicy): void {
  const [first] = winners
  if (!first) return
  const { into } = first
  const value = into?.isSet
    ? changedSet(saying.values[into.slot] ?? null, winners, saying.values)
    : plainValue(first, winners, hit, saying.values)
  if (into) setFact(judgement, saying, into, value)
  if (first.type === 'use' && judgement.fired) saying.make.set(first.writes, value)
}

function plainValue(
  first: CompiledRule,
  winners: readonly CompiledRule[],
  hit: HitPolicy,
  values: readonly unknown[],
): FactValue {
  if (hit === 'tightest') {
    const given = winners.map((rule) => numberOf(rule, 'value', values)).filter((number) => number !== null)
    if (given.length > 0) return Math.min(...given)
  }
  // A literal was checked against the fact's type when the rulebook was; a fact's value is one already.
  return parameterOf(first.value, values) as FactValue
}

/** `(from ∪ included) \ excluded`, whatever the order of the rules. */
function changedSet(before: FactValue, winners: readonly CompiledRule[], values: readonly unknown[]): FactValue {
  const words = new Set<string>(Array.isArray(before) ? before : [])
  for (const rule of winners) {
    addWords(words, parameterOf(rule.value, values))
    addWords(words, valueOf(rule, 'include', values))
  }
  for (const rule of winners) dropWords(words, valueOf(rule, 'exclude', values))
  return [...words].sort()
}

function addWords(words: Set<string>, value: unknown): void {
  if (typeof value === 'string') words.add(value)
  else if (Array.isArray(value)) for (const word of value) if (typeof word === 'string') words.add(word)
}

function dropWords(words: Set<string>, value: unknown): void {
  if (typeof value === 'string') words.delete(value)
  else if (Array.isArray(value)) for (const word of value) if (typeof word === 'string') words.delete(word)
}

/** Of several that allow the same measure, what all of them allow. */
function allow(saying: Saying, winners: readonly CompiledRule[]): void {
  const { values } = saying
  const [first] = winners
  if (!first) return
  const tightest = (side: 'minus' | 'plus'): number =>
    Math.min(...winners.map((rule) => numberOf(rule, side, values) ?? Infinity))
  const [minus, plus] = [tightest('minus'), tightest('plus')]
  if (minus === Infinity || plus === Infinity) return
  saying.allowances.push({
    alternative: wordOf(first, 'alternative', values),
    edition: wordOf(first, 'edition', values),
    // As in plainValue.
    expected: valueOf(first, 'expected', values) as FactValue,
    measure: wordOf(first, 'measure', values) ?? '',
    minus,
    plus,
  })
}

function take(judgement: Judgement, saying: Saying, winners: readonly CompiledRule[]): void {
  for (const rule of winners) {
    const hours = numberOf(rule, 'workingHours', saying.values)
    if (hours !== null) judgement.workingHours = (judgement.workingHours ?? 0) + hours
  }
}

function causeOf(judgement: Judgement, saying: Saying, rule: CompiledRule, severity: Severity): Cause {
  const { release, configuration } = judgement
  const { values } = saying
  const code = wordOf(rule, 'code', values) ?? ''
  const field = wordOf(rule, 'field', values)
  const known: CompiledFact | undefined = field === null ? undefined : release.facts[release.slots.get(field) ?? -1]
  const seen = known ? shown(known.fact, values[known.slot] ?? null) : null
  const limit = valueOf(rule, 'limit', values) ?? null
  const message = renderMessage(rule.message, configuration.language, { fact: known?.fact, seen, limit })
  const cause = {
    code,
    eye: saying.eye,
    field,
    limit,
    message,
    rule: rule.rule.id,
    ruleHash: rule.rule.hash,
    seen,
    severity,
  }
  return settle(judgement, cause, valueOf(rule, 'overridable', values) === true)
}

const shown = (fact: Fact, value: FactValue): FactValue => (fact.type === 'shape' ? null : value)

/** An overridable refusal that somebody overrides becomes an advice; what was confirmed no longer waits. Both stay. */
function settle({ configuration }: Judgement, cause: Cause, overridable: boolean): Cause {
  if (cause.severity === 'refuse' && overridable) {
    const by = configuration.overrides?.find((one) => one.code === cause.code)
    if (by) return settled({ ...cause, severity: 'advise' }, { by: by.by, how: 'overridden', why: by.why })
  }
  if (cause.severity === 'confirm') {
    const by = configuration.confirmed?.find((one) => one.code === cause.code)
    if (by) return settled(cause, { by: by.by, how: 'confirmed' })
  }
  return cause
}

function settled({ severity, ...cause }: Cause, by: Required<Cause>['settled']): Cause {
  return { ...cause, settled: by, severity }
}
