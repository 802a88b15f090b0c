import type { FindingKind, NewFinding } from './finding.ts'

/** How many of one kind stand in a list; the rest is counted. */
export const MOST_LISTED = 200

interface KindFound {
  readonly findings: NewFinding[]
  certain: number
  possible: number
  exact: boolean
}

/** What one part of the analysis found, by kind. */
export type Found = ReadonlyMap<FindingKind, Readonly<KindFound>>

export interface Report {
  readonly found: Found
  /** Room for another one in the list. */
  readonly lists: (kind: FindingKind) => boolean
  readonly add: (finding: NewFinding) => void
  /** One that is counted but not listed. */
  readonly count: (kind: FindingKind, certainty: 'certain' | 'possible', exact: boolean) => void
  readonly inexact: (kind: FindingKind) => void
}

export function makeReport(): Report {
  const found = new Map<FindingKind, KindFound>()
  const of = (kind: FindingKind): KindFound => {
    let one = found.get(kind)
    if (!one) found.set(kind, (one = { findings: [], certain: 0, possible: 0, exact: true }))
    return one
  }
  return {
    found,
    lists: (kind) => of(kind).findings.length < MOST_LISTED,
    add(finding) {
      const one = of(finding.kind)
      one[finding.certainty]++
      if (one.findings.length < MOST_LISTED) one.findings.push(finding)
    },
    count(kind, certainty, exact) {
      const one = of(kind)
      one[certainty]++
      one.exact &&= exact
    },
    inexact: (kind) => void (of(kind).exact = false),
  }
}
