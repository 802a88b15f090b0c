import type { Rulebook } from '../language/rulebook.ts'
import type { AnalysedRule, Contest, Sayings, Verdict } from './contest.ts'
import type { Examined } from './contest-model.ts'
import type { CaseFacts, Coverage, RuleCoverage } from './coverage.ts'
import type { NewFinding } from './finding.ts'
import type { Found } from './report.ts'
import type { BoxesOf } from './rule-boxes.ts'
import type { Space } from './space.ts'

export interface AnalysisOptions {
  /** Holds the cases against the rules too; the default. */
  readonly coverage?: boolean
  /** Judgements that the search for examples may make; after an edit a tenth of them. */
  readonly judgements?: number
  /** How many times a rule is held against a case at most, for coverage. */
  readonly coverageSteps?: number
}

/** What is analysed, and what that stands on. */
export interface Ground {
  readonly rulebook: Rulebook
  readonly options: AnalysisOptions
  readonly space: Space
  readonly boxesOf: BoxesOf
  readonly sayings: Sayings
  readonly rules: readonly AnalysedRule[]
}

export interface Edit {
  readonly before: Parts
  readonly gone: readonly AnalysedRule[]
  readonly come: readonly AnalysedRule[]
  /** Contests that have to be looked at again. */
  readonly touched: ReadonlySet<string>
}

/** What an analysis is put together from, kept for the next edit. */
export interface Parts {
  readonly ground: Ground
  readonly refusals: readonly AnalysedRule[]
  readonly contests: ReadonlyMap<string, Contest>
  readonly inRule: ReadonlyMap<AnalysedRule, readonly NewFinding[]>
  readonly inContest: ReadonlyMap<string, Found>
  readonly verdicts: ReadonlyMap<AnalysedRule, Verdict>
  readonly examined: ReadonlyMap<AnalysedRule, Map<AnalysedRule, Examined>>
  readonly overall: Found
  readonly caseFacts: readonly CaseFacts[] | null
  readonly covered: ReadonlyMap<AnalysedRule, RuleCoverage>
  readonly coverage: Coverage | null
  readonly stale: boolean
}
