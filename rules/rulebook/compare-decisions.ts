import type { Decision } from '../engine/decision.ts'
import { eyes, type EventType } from '../language/rulebook.ts'
import { speakers, type Respect, type RuleKnowledge } from './rule-knowledge.ts'
import { sameValue } from './same-value.ts'

export interface DecisionDifference {
  readonly respects: readonly Respect[]
  /** Minor units, after less before. */
  readonly price: number
  /** For each respect, the rules that it is put down to: those that fired on one side only, won on one side only, or are not the same. */
  readonly rules: ReadonlyMap<Respect, readonly string[]>
}

export interface KnownRules {
  readonly before: RuleKnowledge
  readonly after: RuleKnowledge
}

/** Null when both say the same of the configuration; texts of messages count, the order of causes does not. */
export function compareDecisions(before: Decision, after: Decision, known: KnownRules): DecisionDifference | null {
  const found = respectsOf(before, after)
  if (found.length === 0) return null
  const suspects = suspectsOf(before, after, known)
  return {
    respects: found,
    price: after.job.total - before.job.total,
    rules: new Map(
      found.map((respect) => {
        const direct = suspects.filter(({ event }) => speakers[respect].has(event))
        // When nobody speaks of it otherwise than before, those are left that write what the speakers go by.
        const behind = suspects.filter(
          ({ rule }) => known.before.bears(rule, respect) || known.after.bears(rule, respect),
        )
        return [respect, unique((direct.length > 0 ? direct : behind).map(({ rule }) => rule))]
      }),
    ),
  }
}

function respectsOf(before: Decision, after: Decision): Respect[] {
  const found: Respect[] = []
  if (before.outcome !== after.outcome) {
    found.push(
      after.outcome === 'refused' ? 'newly refused' : before.outcome === 'refused' ? 'newly accepted' : 'outcome',
    )
  } else if (!sameValue(causesOf(before), causesOf(after))) found.push('causes')
  const differs = (part: 'make' | 'route' | 'tolerances'): boolean =>
    !sameValue(before.job[part], after.job[part]) ||
    eyes.some((eye) => !sameValue(before.lenses[eye]?.[part], after.lenses[eye]?.[part]))
  if (differs('make')) found.push('program')
  if (differs('route')) found.push('route')
  if (differs('tolerances')) found.push('tolerance')
  if (before.job.total !== after.job.total || !sameValue(pricesOf(before), pricesOf(after))) found.push('price')
  if (!sameValue(before.job.promise, after.job.promise)) found.push('promise')
  return found
}

const causesOf = ({ causes }: Decision): string[] =>
  causes.map(({ code, severity, field, eye, message }) => JSON.stringify([code, severity, field, eye, message])).sort()

/** Which rule charges does not matter to who pays. */
const pricesOf = ({ job }: Decision): string[] =>
  job.charges.map(({ code, eye, amount }) => JSON.stringify([code, eye, amount])).sort()

interface Suspect {
  readonly rule: string
  readonly event: EventType
}

function suspectsOf(before: Decision, after: Decision, known: KnownRules): Suspect[] {
  const was = new Map(before.fired.map((fired) => [`${fired.eye ?? ''} ${fired.rule}`, fired]))
  const is = new Map(after.fired.map((fired) => [`${fired.eye ?? ''} ${fired.rule}`, fired]))
  const found: Suspect[] = []
  for (const [key, fired] of was) {
    const now = is.get(key)
    const same = now?.won === fired.won && known.before.hashOf(fired.rule) === known.after.hashOf(fired.rule)
    if (!same) found.push(fired)
  }
  for (const [key, fired] of is) if (!was.has(key)) found.push(fired)
  return found
}

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort()
