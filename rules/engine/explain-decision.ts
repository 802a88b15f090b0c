import type { Eye, EventType, Outcome } from '../language/rulebook.ts'
import { decidedValue, decidedValues } from './decided-value.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { Cause, Decision } from './decision.ts'
import { allLeaves, type Finding } from './failing-leaves.ts'
import { factOf } from './say-condition.ts'
import { sayValue } from './say-value.ts'
import { traceConditions, type TracedCondition } from './trace-conditions.ts'
import { whatBecameOf, type NotFired } from './why-not.ts'

/** Why a decision is what it is: sentences for people, trees for programs. */
export interface Explanation {
  readonly outcome: Outcome
  readonly summary: string
  readonly causes: readonly { readonly cause: Cause; readonly sentence: string }[]
  readonly fired: readonly FiredRule[]
  /** Rules that one fact kept from firing: what is looked for when something was expected and did not happen. */
  readonly nearMisses: readonly NotFired[]
}

export interface FiredRule {
  readonly rule: string
  readonly title: string
  readonly why: string
  readonly eye: Eye | null
  readonly event: EventType
  readonly won: boolean
  readonly sentence: string
  readonly tests: readonly Finding[]
  readonly tree: TracedCondition
}

export interface ExplainOptions {
  /** How many near misses at most; none are looked for with 0. */
  readonly nearMisses?: number
}

/** Explains a decision by the release that made it: nothing else is needed, for a decision holds every fact. */
export function explain(release: CompiledRelease, decision: Decision, options: ExplainOptions = {}): Explanation {
  return {
    outcome: decision.outcome,
    summary: summaryOf(decision),
    causes: decision.causes.map((cause) => ({ cause, sentence: sayCause(release, cause) })),
    fired: decision.fired.flatMap(({ rule, eye, event, won }) => {
      const known = release.rules.get(rule)
      const compiled = known?.group.rules[known.position]
      if (!compiled) return []
      const { title, why, conditions } = compiled.rule
      const tree = traceConditions(conditions, (fact) => decidedValue(decision, eye, fact), release.rulebook.conditions)
      const tests = allLeaves(release, tree)
      const because = tests.filter(({ result }) => result).map((test) => test.sentence)
      const sentence = `${title}${because.length > 0 ? `: ${because.join(' and ')}` : ''}${won ? '' : ' (another rule went before it)'}`
      return [{ rule, title, why, eye, event, won, sentence, tests, tree }]
    }),
    nearMisses: findNearMisses(release, decision, options.nearMisses ?? 10),
  }
}

const outcomes: Readonly<Record<Outcome, string>> = {
  accepted: 'It can be made as ordered',
  confirm: 'It can be made once somebody has confirmed',
  hold: 'It is held for the lab to look at',
  refused: 'It cannot be made as ordered',
}

function summaryOf(decision: Decision): string {
  const telling = decision.causes.filter(({ severity, settled }) => severity !== 'advise' && !settled)
  const reasons = [...new Set(telling.map(({ message }) => message))]
  return reasons.length === 0 ? outcomes[decision.outcome] : `${outcomes[decision.outcome]}: ${reasons.join('; ')}`
}

function sayCause(
  release: CompiledRelease,
  { message, eye, field, seen, limit, rule, severity, settled }: Cause,
): string {
  const fact = field === null ? undefined : factOf(release, field)
  const where = eye === null ? '' : `${eye} lens: `
  const values =
    seen === null ? '' : ` (seen ${sayValue(fact, seen)}${limit === null ? '' : `, limit ${sayValue(fact, limit)}`})`
  const by = rule === undefined ? '' : ` [${rule}]`
  const done = settled ? `, ${settled.how} by ${settled.by}` : ''
  return `${severity}: ${where}${message}${values}${done}${by}`
}

function findNearMisses(release: CompiledRelease, decision: Decision, most: number): NotFired[] {
  const found: NotFired[] = []
  const seats: (Eye | null)[] = [null, ...(['right', 'left'] as const).filter((eye) => decision.lenses[eye]?.ordered)]
  for (const eye of seats) {
    const values = decidedValues(decision, eye, release.facts)
    for (const group of release.groups) {
      if ((group.group.scope === 'job') !== (eye === null) || group.moment !== decision.moment) continue
      for (const { rule } of group.index.nearMisses(values, most - found.length)) {
        const missed = group.rules[rule]
        if (missed) found.push(whatBecameOf(release, decision, group, missed, eye))
      }
      if (found.length >= most) return found
    }
  }
  return found
}
