import type { CompiledRelease } from '../engine/compile-release.ts'
import type { Rulebook } from '../language/rulebook.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import type { AnalysedRule } from './contest.ts'
import { eachLeaf } from './find-unused.ts'
import { holds, leafHolds, type ValueOf } from './holds.ts'
import type { NewFinding } from './finding.ts'
import type { Report } from './report.ts'
import { factsOfDecision } from './search-witness.ts'

/** What a case's order looked like to the rules of a scope: the job, or one ordered lens. */
export interface CaseFacts {
  readonly id: string
  readonly moment: Moment
  readonly job: boolean
  readonly facts: ReadonlyMap<string, FactValue>
}

export interface RuleCoverage {
  /** Cases that fire it, and cases that fail exactly one of its first-level conditions; the first few. */
  readonly fires: readonly string[]
  readonly outside: readonly string[]
  /** How often it fired, of how many times it was judged. */
  readonly fired: number
  readonly judged: number
  /** In the order in which its tests stand: 1 was seen true, 2 was seen false, 3 both. */
  readonly tests: Uint8Array
  /** False: not every case was held against it, so nothing is said of what none of them does. */
  readonly complete: boolean
}

export interface Coverage {
  readonly cases: number
  readonly rules: number
  readonly fired: number
  readonly outside: number
  /** Two for each test. */
  readonly outcomes: number
  readonly seen: number
  /** False: there was not time to hold every case against every rule. */
  readonly complete: boolean
  readonly byRule: ReadonlyMap<string, RuleCoverage>
}

const MOST_NAMED = 5
const MOST_STEPS = 400_000
const BROAD_SHARE = 0.3
const BROAD_AMONG = 20

export function factsOfCases({ cases }: Rulebook, release: CompiledRelease): CaseFacts[] {
  return cases.flatMap(({ id, moment = 'order', configuration }) =>
    [true, false].flatMap((job) =>
      factsOfDecision(release, moment, configuration, job).map((facts) => ({ id, moment, job, facts })),
    ),
  )
}

/** Which rules and which outcomes of their tests the cases have seen; `before` holds for rules that did not change. */
export function measureCoverage(
  rules: readonly AnalysedRule[],
  caseFacts: readonly CaseFacts[],
  rulebook: Rulebook,
  before: ReadonlyMap<AnalysedRule, RuleCoverage> = new Map(),
  mostSteps = MOST_STEPS,
): { coverage: Coverage; kept: Map<AnalysedRule, RuleCoverage> } {
  const groups = new Map(rulebook.groups.map((group) => [group.id, group]))
  const kept = new Map<AnalysedRule, RuleCoverage>()
  const count = { fired: 0, outside: 0, outcomes: 0, seen: 0 }
  let steps = mostSteps
  let complete = true
  for (const one of rules) {
    const group = groups.get(one.rule.group)
    if (!group || one.unanalysed !== null) continue
    const mine = caseFacts.filter(
      ({ moment, job }) => job === (group.scope === 'job') && moment === (group.moment ?? 'order'),
    )
    let measured = before.get(one)
    if (!measured) {
      const affordable = mine.slice(0, Math.max(0, steps))
      steps -= affordable.length
      measured = { ...measureRule(one, affordable, rulebook), complete: affordable.length === mine.length }
    }
    kept.set(one, measured)
    complete &&= measured.complete
    if (measured.fires.length > 0) count.fired++
    if (measured.outside.length > 0) count.outside++
    count.outcomes += 2 * measured.tests.length
    for (const seen of measured.tests) count.seen += (seen & 1) + (seen >> 1)
  }
  const byRule = new Map([...kept].map(([{ rule }, measured]) => [rule.id, measured]))
  return { coverage: { cases: rulebook.cases.length, rules: kept.size, ...count, complete, byRule }, kept }
}

function measureRule(
  { rule }: AnalysedRule,
  cases: readonly CaseFacts[],
  rulebook: Rulebook,
): Omit<RuleCoverage, 'complete'> {
  const { conditions } = rule
  const leaves: Parameters<Parameters<typeof eachLeaf>[2]>[0][] = []
  eachLeaf(conditions, rulebook, (leaf) => void leaves.push(leaf))
  const tests = new Uint8Array(leaves.length)
  const parts = 'all' in conditions ? conditions.all : [conditions]
  const fires: string[] = []
  const outside: string[] = []
  const name = (into: string[], id: string) => void (into.length < MOST_NAMED && into.at(-1) !== id && into.push(id))
  let fired = 0
  for (const { id, facts } of cases) {
    const valueOf: ValueOf = (fact) => facts.get(fact) ?? null
    for (const [i, leaf] of leaves.entries()) tests[i] = (tests[i] ?? 0) | (leafHolds(leaf, valueOf) ? 1 : 2)
    const failing = parts.reduce(
      (sum, part) => sum + (holds(part, valueOf, rulebook.conditions, part === conditions) ? 0 : 1),
      0,
    )
    if (failing === 0) {
      fired++
      name(fires, id)
    } else if (failing === 1) name(outside, id)
  }
  return { fires, outside, fired, judged: cases.length, tests }
}

export function findUncovered(kept: ReadonlyMap<AnalysedRule, RuleCoverage>, report: Report): void {
  for (const [{ rule }, { fires, outside, fired, judged, tests, complete }] of kept) {
    const say = (kind: NewFinding['kind'], message: string): void =>
      report.add({
        ...{ id: `${kind}:${rule.id}`, kind, certainty: 'certain', rules: [rule.id], group: rule.group },
        ...{ region: [], witness: null, message },
      })
    if (complete && fires.length === 0) say('no-case-fires', `No case fires rule ${rule.id}.`)
    // A rule without conditions has no outside.
    if (complete && outside.length === 0 && tests.length > 0)
      say('no-case-outside', `No case lies just outside of rule ${rule.id}, failing one of its conditions.`)
    if (judged >= BROAD_AMONG && fired > BROAD_SHARE * judged)
      say('too-broad', `Rule ${rule.id} fires on ${fired} of the ${judged} that the cases show it.`)
  }
}
