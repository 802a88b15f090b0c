import type { CompiledRelease } from '../engine/compile-release.ts'
import type { Decision } from '../engine/decision.ts'
import { judge } from '../engine/judge.ts'
import { factOf } from '../engine/say-condition.ts'
import { sayValue } from '../engine/say-value.ts'
import { eyes, type Case, type Expectation, type Eye, type Outcome } from '../language/rulebook.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import { sameValue } from './same-value.ts'

export interface CaseReport {
  readonly release: string
  readonly passed: number
  readonly failed: number
  readonly results: readonly CaseResult[]
  /** Every rule of the release, fired or not, in the order of judgement. */
  readonly coverage: readonly RuleCoverage[]
}

export interface CaseResult {
  readonly id: string
  readonly title: string
  readonly passed: boolean
  readonly outcome: Outcome
  /** What differed; empty when it passed. */
  readonly misses: readonly CaseMiss[]
  /** Rules, each once. */
  readonly fired: readonly string[]
}

export interface CaseMiss {
  /** `outcome`, `fires`, `causes`, `right rx.sphere` … */
  readonly what: string
  readonly expected: unknown
  readonly seen: unknown
  readonly sentence: string
}

/** Ids of cases. A rule is proven from both sides when one case fires it and another expects that it stays silent. */
export interface RuleCoverage {
  readonly rule: string
  readonly group: string
  readonly firedIn: readonly string[]
  readonly wonIn: readonly string[]
  readonly expectedIn: readonly string[]
  readonly excludedIn: readonly string[]
}

type Gathered = Record<'firedIn' | 'wonIn' | 'expectedIn' | 'excludedIn', Set<string>>

export function runCases(
  release: CompiledRelease,
  cases: readonly Case[],
  onProgress?: (done: number, total: number) => void,
): CaseReport {
  const gathered = new Map<string, Gathered>()
  for (const rule of release.rules.keys()) {
    gathered.set(rule, { firedIn: new Set(), wonIn: new Set(), expectedIn: new Set(), excludedIn: new Set() })
  }
  const results = cases.map((one, index) => {
    const decision = judge(release, one.moment ?? 'order', one.configuration)
    for (const { rule, won } of decision.fired) {
      gathered.get(rule)?.firedIn.add(one.id)
      if (won) gathered.get(rule)?.wonIn.add(one.id)
    }
    for (const rule of one.expect.fires ?? []) gathered.get(rule)?.expectedIn.add(one.id)
    for (const rule of one.expect.notFires ?? []) gathered.get(rule)?.excludedIn.add(one.id)
    onProgress?.(index + 1, cases.length)
    return resultOf(release, one, decision)
  })
  const passed = results.filter((result) => result.passed).length
  return {
    release: release.hash,
    passed,
    failed: results.length - passed,
    results,
    coverage: release.groups.flatMap(({ group, rules }) =>
      rules.map(({ rule: { id } }) => {
        const { firedIn = [], wonIn = [], expectedIn = [], excludedIn = [] } = gathered.get(id) ?? {}
        const of = { rule: id, group: group.id }
        return {
          ...of,
          firedIn: [...firedIn],
          wonIn: [...wonIn],
          expectedIn: [...expectedIn],
          excludedIn: [...excludedIn],
        }
      }),
    ),
  }
}

function resultOf(release: CompiledRelease, { id, title, expect }: Case, decision: Decision): CaseResult {
  const misses = missesOf(release, expect, decision)
  const fired = [...new Set(decision.fired.map(({ rule }) => rule))]
  return { id, title, passed: misses.length === 0, outcome: decision.outcome, misses, fired }
}

function missesOf(release: CompiledRelease, expect: Expectation, decision: Decision): CaseMiss[] {
  const misses: CaseMiss[] = []
  const compare = (what: string, expected: unknown, seen: unknown, say: (value: unknown) => string = plainly): void => {
    if (expected === undefined || sameValue(expected, seen)) return
    misses.push({ what, expected, seen, sentence: `${what}: expected ${say(expected)}, seen ${say(seen)}` })
  }
  compare('outcome', expect.outcome, decision.outcome)
  const fired = new Set(decision.fired.map(({ rule }) => rule))
  for (const rule of expect.fires ?? []) {
    if (!fired.has(rule)) misses.push(miss(release, 'fires', rule, `expected ${rule} to fire, it did not`))
  }
  for (const rule of expect.notFires ?? []) {
    if (fired.has(rule)) misses.push(miss(release, 'notFires', rule, `expected ${rule} not to fire, it did`))
  }
  // A rule that speaks for both lenses says the same twice.
  const codes = (all: readonly string[]): string[] => [...new Set(all)].sort()
  compare('causes', expect.causes && codes(expect.causes), codes(decision.causes.map(({ code }) => code)), listed)
  for (const seat of ['job', ...eyes] as const) {
    for (const [fact, value] of Object.entries(expect[seat] ?? {})) {
      compare(`${seat} ${fact}`, value, valueAt(decision, seat, fact), (one) => sayValue(factOf(release, fact), one))
    }
  }
  compare('total', expect.total, decision.job.total)
  compare('workingHours', expect.workingHours, decision.job.promise.workingHours)
  compare('steps', expect.steps, stepsOf(decision), listed)
  return misses
}

function miss(release: CompiledRelease, what: string, rule: string, sentence: string): CaseMiss {
  const known = release.rules.has(rule) ? '' : ': there is no such rule'
  return { what, expected: rule, seen: null, sentence: sentence + known }
}

/** A slot that is no fact is found among what is to be made. */
function valueAt(decision: Decision, seat: 'job' | Eye, name: string): FactValue {
  const said = seat === 'job' ? decision.job : decision.lenses[seat]
  for (const values of [said?.facts, said?.make]) if (values && Object.hasOwn(values, name)) return values[name] ?? null
  return null
}

/** The job's and both lenses' steps as one way through the lab, each once. */
function stepsOf({ job, lenses }: Decision): string[] {
  const visits = [...job.route, ...eyes.flatMap((eye) => lenses[eye]?.route ?? [])]
  visits.sort((a, b) => a.at - b.at || (a.step < b.step ? -1 : a.step > b.step ? 1 : 0))
  return [...new Set(visits.map(({ step }) => step))]
}

const plainly = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

const listed = (value: unknown): string =>
  Array.isArray(value) && value.length > 0 ? value.join(', ') : Array.isArray(value) ? 'none' : plainly(value)
