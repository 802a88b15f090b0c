import type { Rulebook } from '../language/rulebook.ts'
import { boxesMeet, type Box } from './box.ts'
import type { AnalysedRule, Contest, Verdict } from './contest.ts'
import type { Budget } from './cover.ts'
import type { NewFinding } from './finding.ts'
import { holds, type ValueOf } from './holds.ts'
import type { Search } from './search-witness.ts'
import type { Space } from './space.ts'

/** What came of looking at two rules: null where nothing is wrong with them. */
export type Examined = NewFinding | 'undecided' | null

/** What the search for findings in one contest needs to know of the rest. */
export interface Model {
  readonly rulebook: Rulebook
  readonly space: Space
  readonly search: Search
  /** Steps that all searches of regions together may take. */
  readonly steps: Budget
  /** Rules that refuse for good where they fire: beyond them nothing is ordered. */
  readonly refusals: readonly AnalysedRule[]
  /** Pairs of rules that were looked at this time. An edited rule is another one than before. */
  readonly examined: Map<AnalysedRule, Map<AnalysedRule, Examined>>
  /** What was found before an edit, and the rules that it took away and put there. */
  readonly before: {
    readonly verdicts: ReadonlyMap<AnalysedRule, Verdict>
    readonly examined: ReadonlyMap<AnalysedRule, ReadonlyMap<AnalysedRule, Examined>>
    readonly refusalsDiffer: boolean
    readonly gone: readonly AnalysedRule[]
    readonly come: readonly AnalysedRule[]
  } | null
}

/** Refusals that are said before or with a group: those of the order, and of its own moment. */
export function refusalsFor({ group }: Contest, { refusals, rulebook }: Model): AnalysedRule[] {
  const momentOf = new Map(rulebook.groups.map(({ id, moment }) => [id, moment ?? 'order']))
  return refusals.filter(({ rule }) => momentOf.get(rule.group) === (group.moment ?? 'order'))
}

export const boxesMeeting = (rules: readonly AnalysedRule[], region: Box): Box[] =>
  rules.flatMap(({ boxes }) => boxes.filter((box) => boxesMeet(box, region)))

/** Of what cannot be evaluated nothing is known: it might fire. */
export function firesOn({ rule }: AnalysedRule, valueOf: ValueOf, { rulebook }: Model): boolean {
  try {
    return holds(rule.conditions, valueOf, rulebook.conditions)
  } catch {
    return true
  }
}

export const whereOf = ({ group }: Contest) => ({
  moment: group.moment ?? ('order' as const),
  job: group.scope === 'job',
})
