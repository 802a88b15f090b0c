import type { Parts } from './analysis-parts.ts'
import type { Coverage } from './coverage.ts'
import { findingKinds, type Finding, type FindingCount, type FindingKind, type NewFinding } from './finding.ts'
import { MOST_LISTED } from './report.ts'

export interface Analysis {
  /** By kind as `findingKinds` has them, each kind in the order of the groups and rules. */
  readonly findings: readonly Finding[]
  /** Of every kind that was found at all. */
  readonly counts: Readonly<Partial<Record<FindingKind, FindingCount>>>
  readonly rules: number
  readonly regions: number
  /** Null where there are no cases, or none were asked for. */
  readonly coverage: Coverage | null
  /** An edited rule writes facts: what was found by searching among the others, and coverage, stand as before the edit. */
  readonly stale: boolean
}

/** Beside the analysis, not in it: it is large, and of no use to anybody else. */
const kept = new WeakMap<Analysis, Parts>()

export const partsOf = (analysis: Analysis): Parts | undefined => kept.get(analysis)

export function assembleAnalysis(parts: Parts): Analysis {
  const { rulebook, rules } = parts.ground
  const accepted = new Map(rulebook.accepted.map(({ finding, by, why }) => [finding, { by, why }]))
  const findings: Finding[] = []
  const counts: Partial<Record<FindingKind, FindingCount>> = {}
  const ofRules = [...parts.inRule.values()].flat()
  // Object.keys forgets that it is a table's.
  for (const kind of Object.keys(findingKinds) as FindingKind[]) {
    const own = ofRules.filter((finding) => finding.kind === kind)
    const found = [...parts.inContest.values(), parts.overall].flatMap((one) => one.get(kind) ?? [])
    const listed = [...own, ...found.flatMap((one) => one.findings)]
    const certain = sum(found, (one) => one.certain) + own.filter((one) => one.certainty === 'certain').length
    const possible = sum(found, (one) => one.possible) + own.filter((one) => one.certainty === 'possible').length
    if (certain + possible === 0) continue
    const said = listed.slice(0, MOST_LISTED).map((finding) => withAccepted(finding, accepted.get(finding.id)))
    findings.push(...said)
    counts[kind] = {
      ...{ total: certain + possible, certain, possible, listed: said.length },
      accepted: listed.filter(({ id }) => accepted.has(id)).length,
      exact: found.every(({ exact }) => exact),
    }
  }
  const regions = sum(rules, ({ boxes }) => boxes.length)
  const { coverage, stale } = parts
  const analysis: Analysis = { findings, counts, rules: rules.length, regions, coverage, stale }
  kept.set(analysis, parts)
  return analysis
}

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((total, one) => total + of(one), 0)

function withAccepted(finding: NewFinding, accepted: Finding['accepted']): Finding {
  return { ...finding, weight: findingKinds[finding.kind], ...(accepted ? { accepted } : {}) }
}
