import type { FactValue, Moment } from '../vocabulary/fact.ts'
import type { EventType, Eye, FORMAT, Outcome } from '../language/rulebook.ts'

/** What a release says of one configuration. The same release and configuration give the same bytes. */
export interface Decision {
  readonly language: typeof FORMAT
  /** Hash of the rulebook. */
  readonly release: string
  readonly moment: Moment
  readonly outcome: Outcome
  readonly causes: readonly Cause[]
  /** World facts that a fired or possible rule reads and nobody supplied. */
  readonly unconfirmed: readonly string[]
  readonly lenses: Readonly<Partial<Record<Eye, LensDecision>>>
  readonly job: JobDecision
  /** Rules that fired, in the order of judgement; a lens rule once for each eye. */
  readonly fired: readonly Fired[]
}

export type Severity = 'refuse' | 'hold' | 'confirm' | 'advise'

export interface Cause {
  /** Absent when the engine itself is the judge: `out_of_range`, `undecided`, `rules_conflict`, `unknown_entry`. */
  readonly rule?: string
  readonly ruleHash?: string
  readonly code: string
  readonly severity: Severity
  readonly field: string | null
  readonly eye: Eye | null
  readonly message: string
  readonly seen: FactValue
  readonly limit: unknown
  /** Somebody has confirmed or overridden it, and who. */
  readonly settled?: { readonly how: 'confirmed' | 'overridden'; readonly by: string; readonly why?: string }
}

export interface LensDecision {
  /** All facts of the lens; a shape by its digest. */
  readonly facts: Readonly<Record<string, FactValue>>
  readonly ordered: boolean
  readonly make: Readonly<Record<string, FactValue>>
  readonly route: readonly Visit[]
  readonly tolerances: readonly Allowance[]
}

export interface JobDecision {
  readonly facts: Readonly<Record<string, FactValue>>
  readonly make: Readonly<Record<string, FactValue>>
  readonly route: readonly Visit[]
  readonly tolerances: readonly Allowance[]
  readonly charges: readonly Charge[]
  readonly total: number
  readonly promise: { readonly workingHours: number | null; readonly calendar: string | null }
}

export interface Visit {
  readonly step: string
  readonly at: number
}

export interface Allowance {
  readonly edition: string | null
  readonly measure: string
  readonly expected: FactValue
  readonly minus: number
  readonly plus: number
  readonly alternative: string | null
}

export interface Charge {
  readonly code: string
  readonly eye: Eye | null
  /** In minor units, sign included. */
  readonly amount: number
  readonly rule: string
}

export interface Fired {
  readonly rule: string
  readonly group: string
  readonly eye: Eye | null
  readonly event: EventType
  /** It said something that counted: a hit policy may let another win. */
  readonly won: boolean
}
