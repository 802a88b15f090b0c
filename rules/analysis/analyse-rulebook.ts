import { compileRelease, type CompiledRelease } from '../engine/compile-release.ts'
import { readableRules } from './readable-rules.ts'
import type { Rulebook } from '../language/rulebook.ts'
import type { AnalysisOptions, Edit, Ground, Parts } from './analysis-parts.ts'
import { assembleAnalysis, type Analysis } from './assemble-analysis.ts'
import {
  analyseRule,
  contestKey,
  contestsOf,
  type AnalysedRule,
  type Contest,
  type Sayings,
  type Verdict,
} from './contest.ts'
import type { Model } from './contest-model.ts'
import { factsOfCases, findUncovered, measureCoverage } from './coverage.ts'
import { findGaps } from './find-gaps.ts'
import { findInRule } from './find-in-rule.ts'
import { findMergeable } from './find-mergeable.ts'
import { findOverlaps } from './find-overlaps.ts'
import { findShadowed } from './find-shadowed.ts'
import { findUnused } from './find-unused.ts'
import type { NewFinding } from './finding.ts'
import { makeReport, type Found } from './report.ts'
import { makeBoxer } from './rule-boxes.ts'
import { makeSpace } from './space.ts'

const JUDGEMENTS = 3000
const STEPS = 60_000_000

/** Everything that can be said of a rulebook without any order; give it one that `checkRulebook` found no fault in. */
export function analyse(rulebook: Rulebook, options: AnalysisOptions = {}): Analysis {
  const space = makeSpace(rulebook)
  const boxesOf = makeBoxer(space, rulebook.conditions)
  const sayings: Sayings = new Map()
  const rules = readableRules(rulebook).map((rule) => analyseRule(rule, boxesOf, space, sayings))
  return assembleAnalysis(analyseParts({ rulebook, options, space, boxesOf, sayings, rules }, null))
}

/** With an edit, only what it can have changed is looked at again. */
export function analyseParts(ground: Ground, edit: Edit | null): Parts {
  const before = edit?.before
  const { rulebook, options, space, boxesOf, rules } = ground
  let release: CompiledRelease | null | undefined
  const budget = { left: (options.judgements ?? JUDGEMENTS) / (edit ? 10 : 1) }
  const releaseOnce = () => (release === undefined ? (release = compiled(rulebook)) : release)
  const groups = new Map(rulebook.groups.map((group) => [group.id, group]))
  const contests = contestsOf(rules, groups)
  for (const group of rulebook.groups)
    if (group.total)
      for (const target of group.writes) {
        const key = contestKey(group.id, target)
        if (!contests.has(key)) contests.set(key, { group, target, rules: [] })
      }
  const refusals = refusalsAmong(contests.values())
  // Beyond a refusal there is neither gap nor conflict: with another one everything is looked at again.
  const refusalsDiffer = before !== undefined && !isSame(before.refusals, refusals)
  const model: Model = {
    ...{ rulebook, space, refusals, steps: { left: STEPS } },
    search: { rulebook, space, release: releaseOnce, budget },
    examined: new Map(),
    before: edit && { ...edit, verdicts: edit.before.verdicts, examined: edit.before.examined, refusalsDiffer },
  }

  const inRule = new Map<AnalysedRule, readonly NewFinding[]>()
  for (const one of rules) inRule.set(one, before?.inRule.get(one) ?? findInRule(one, boxesOf, space))

  const inContest = new Map<string, Found>()
  const verdicts = new Map<AnalysedRule, Verdict>()
  for (const [key, contest] of contests) {
    const known = edit?.touched.has(key) || refusalsDiffer ? undefined : before?.inContest.get(key)
    inContest.set(key, known ?? findInContest(contest, model, verdicts))
    if (!known) continue
    for (const one of contest.rules) {
      keep(verdicts, one, before?.verdicts.get(one))
      keep(model.examined, one, before?.examined.get(one))
    }
  }

  const overall = makeReport()
  findUnused(rulebook, rules, overall)
  const measure = (options.coverage ?? true) && rulebook.cases.length > 0
  const judged = measure && !before ? releaseOnce() : null
  const caseFacts = before ? before.caseFacts : judged && factsOfCases(rulebook, judged)
  const measured = caseFacts && measureCoverage(rules, caseFacts, rulebook, before?.covered, options.coverageSteps)
  if (measured) findUncovered(measured.kept, overall)
  return {
    ...{
      ground,
      refusals: model.refusals,
      contests,
      inRule,
      inContest,
      verdicts,
      examined: model.examined,
      overall: overall.found,
      caseFacts,
    },
    ...{ covered: measured?.kept ?? new Map(), coverage: measured?.coverage ?? null, stale: false },
  }
}

const isSame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])

const keep = <K, V>(map: Map<K, V>, key: K, value: V | undefined): void =>
  void (value !== undefined && map.set(key, value))

function findInContest(contest: Contest, model: Model, verdicts: Map<AnalysedRule, Verdict>): Found {
  const report = makeReport()
  const silent = new Set<AnalysedRule>()
  for (const [one, verdict] of findShadowed(contest, model, report)) {
    verdicts.set(one, verdict)
    if (verdict.kind === 'shadowed') silent.add(one)
  }
  findOverlaps(contest, model, silent, report)
  findGaps(contest, model, report)
  findMergeable(contest, model, report)
  return report.found
}

/** Those that nobody may override, and that no rule of another kind can win against. */
function refusalsAmong(contests: Iterable<Contest>): AnalysedRule[] {
  return [...contests].flatMap(({ group, rules }) => {
    const alone =
      group.hit === 'collect' || group.hit === 'tightest' || rules.every(({ rule }) => rule.event.type === 'refuse')
    if (!alone) return []
    return rules.filter(({ rule: { event } }) => event.type === 'refuse' && isFinal(event.params['overridable']))
  })
}

const isFinal = (overridable: unknown): boolean => overridable === undefined || overridable === false

/** A rulebook with faults may not compile; then only what cells tell is said. */
function compiled(rulebook: Rulebook): CompiledRelease | null {
  try {
    return compileRelease(rulebook)
  } catch {
    return null
  }
}
