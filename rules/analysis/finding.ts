import type { FactValue } from '../vocabulary/fact.ts'

/** How much it matters: an error says something nobody can have meant, a warning is probably one, advice may be left. */
export type Weight = 'error' | 'warning' | 'advice'

/** Every kind with its weight, in the order in which a reader wants them. */
export const findingKinds = {
  unreachable: 'error',
  conflict: 'error',
  gap: 'error',
  shadowed: 'error',
  overlap: 'error',
  // Not of the analysis: the LIMS finds it when it checks a draft, and lets one be that could only leave something undecided.
  unheard: 'error',
  'off-range': 'warning',
  'off-lattice': 'warning',
  tie: 'warning',
  'dead-branch': 'warning',
  tautology: 'warning',
  'not-analysed': 'warning',
  undecided: 'warning',
  'too-broad': 'advice',
  mergeable: 'advice',
  'unused-fact': 'advice',
  'unused-entry': 'advice',
  'no-case-fires': 'advice',
  'no-case-outside': 'advice',
} as const satisfies Record<string, Weight>

export type FindingKind = keyof typeof findingKinds

/** One side of a region: what is left of a fact's values, said in natural units. */
export interface RegionSide {
  readonly fact: string
  readonly cells: string
}

export interface Finding {
  /** Kind and subjects, so that an accepted one is known again; a gap's subject is its region. */
  readonly id: string
  readonly kind: FindingKind
  readonly weight: Weight
  /** `possible`: computed or derived facts decide, and no example was met within the budget. */
  readonly certainty: 'certain' | 'possible'
  readonly rules: readonly string[]
  readonly group: string | null
  /** Facts that are not named may be anything. */
  readonly region: readonly RegionSide[]
  /** Values by fact of one order in which it shows; given facts alone where those decide. */
  readonly witness: Readonly<Record<string, FactValue>> | null
  readonly message: string
  readonly accepted?: { readonly by: string; readonly why: string }
}

export type NewFinding = Omit<Finding, 'weight' | 'accepted'>

export interface FindingCount {
  readonly total: number
  readonly certain: number
  readonly possible: number
  readonly accepted: number
  /** How many of them stand in the list. */
  readonly listed: number
  /** False: counting stopped at a budget, or what is not listed was not looked at one by one. */
  readonly exact: boolean
}
