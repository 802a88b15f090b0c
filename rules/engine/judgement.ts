import { eyes, type Configuration, type Eye } from '../language/rulebook.ts'
import type { FactValue, Moment } from '../vocabulary/fact.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { CompiledFact } from './compiled-fact.ts'
import type { Allowance, Cause, Charge, Fired, Visit } from './decision.ts'

/** What is being said of the job, or of one lens, while it is judged. */
export interface Saying {
  readonly eye: Eye | null
  /** Only what is ordered is judged; the other eye's facts are there to be looked at. */
  readonly judged: boolean
  /** By slot. A lens holds the job's facts too. One more place than there are facts: what is unknown is never there. */
  readonly values: FactValue[]
  readonly make: Map<string, FactValue>
  readonly visits: Visit[]
  readonly skipped: Set<string>
  readonly allowances: Allowance[]
}

/** One judgement while it is made. */
export interface Judgement {
  readonly release: CompiledRelease
  readonly moment: Moment
  readonly configuration: Configuration
  readonly job: Saying
  readonly lenses: readonly Saying[]
  readonly causes: Cause[]
  /** Totals without a winner: said only when nothing else refuses, else they are but its shadow. */
  readonly undecided: Cause[]
  readonly charges: Charge[]
  readonly adjustments: (() => void)[]
  workingHours: number | null
  calendar: string | null
  /** Null where nobody asks which rules fired. */
  readonly fired: Fired[] | null
}

export function openJudgement(
  release: CompiledRelease,
  moment: Moment,
  configuration: Configuration,
  { noting }: { readonly noting: boolean },
): Judgement {
  const { ordered } = configuration
  const lenses = eyes
    .filter((eye) => configuration[eye] !== undefined || ordered.includes(eye))
    .map((eye) => openSaying(release, eye, ordered.includes(eye)))
  return {
    release,
    moment,
    configuration,
    job: openSaying(release, null, true),
    lenses,
    causes: [],
    undecided: [],
    charges: [],
    adjustments: [],
    workingHours: null,
    calendar: null,
    fired: noting ? [] : null,
  }
}

function openSaying(release: CompiledRelease, eye: Eye | null, judged: boolean): Saying {
  return {
    eye,
    judged,
    values: release.unknown.slice(),
    make: new Map(),
    visits: [],
    skipped: new Set(),
    allowances: [],
  }
}

/** A job's fact is seen by its lenses too. */
export function setFact({ lenses }: Judgement, saying: Saying, { slot, ofJob }: CompiledFact, value: FactValue): void {
  saying.values[slot] = value
  if (ofJob && saying.eye === null) for (const lens of lenses) lens.values[slot] = value
}

/** A cause of which the engine itself is the judge, not a rule. */
export function engineCause(
  saying: Saying,
  cause: { code: string; field: string | null; message: string; seen?: FactValue; limit?: unknown },
): Cause {
  const { code, field, message, seen = null, limit = null } = cause
  return { code, eye: saying.eye, field, limit, message, seen, severity: 'refuse' }
}
