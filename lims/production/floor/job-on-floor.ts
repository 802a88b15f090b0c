import type { EventKind } from '@ils/contract/event'
import type { FaultParty } from '@ils/contract/floor-verbs'
import type { JobState, StepState, Track } from '@ils/contract/job-states'
import type { Job as JobShape, JobKind } from '@ils/contract/jobs'
import type { Static, TObject } from '@sinclair/typebox'

export interface PlannedStep {
  readonly step: string
  /** Its place on the way: steps of both tracks are ordered by it. */
  readonly at: number
  readonly minutes: number
  /** Program for the machines of the step, where the decision names one. */
  readonly program?: string
}

/** A lens, or both together with their frame. It stands before or in the step `route[at]`; behind the last one it is done. */
export interface LensOnFloor {
  readonly eye: Track
  readonly route: readonly PlannedStep[]
  readonly at: number
  readonly state: StepState
  /** Where it was seen last. */
  readonly station: string | null
  /** Why its step cannot be begun though it is its turn. */
  readonly stop: string | null
  readonly attempt: number
  readonly opc: string | null
  readonly lot: string | null
  readonly picked: boolean
  /** Passed the inspection that its step, or the pair's, asks for. */
  readonly passed: boolean
  readonly batch: string | null
  readonly since: Date
}

export interface Hold {
  readonly code: string | null
  readonly reason: string
  readonly owner: string | null
  readonly until: string | null
  readonly since: string
}

/** What a breakage changed: enough to take it back. */
export interface Breakage {
  readonly id: string
  readonly eye: Track
  readonly reason: string
  readonly fault: FaultParty
  readonly lost: boolean
  readonly station: string
  readonly at: string
  readonly before: Pick<LensOnFloor, 'at' | 'attempt' | 'opc' | 'lot' | 'picked' | 'passed'>
  /** Where the pair stood that came apart by it. */
  readonly pairAt?: number
  readonly reversed: boolean
}

/** A job as the floor knows it. Verbs take one and answer the next one; the store writes what is different. */
export interface JobOnFloor {
  readonly id: string
  readonly practice: string | null
  readonly patientRef: string | null
  readonly orderRef: string | null
  readonly state: JobState
  readonly version: number
  readonly kind: JobKind
  readonly originalId: string | null
  readonly reason: string | null
  readonly priority: string
  readonly rush: number
  readonly frameWay: JobShape['frameWay']
  readonly frameHere: boolean
  readonly tray: string | null
  readonly traySince: Date | null
  readonly hold: Hold | null
  readonly release: number
  /** Null where it was brought from another system without its order. */
  readonly judgementId: string | null
  readonly decisionHash: string | null
  readonly currency: string
  readonly total: number
  readonly fee: number | null
  readonly workingHours: number
  readonly calendar: string | null
  readonly promisedAt: Date
  readonly promisedOn: string
  readonly firstPromisedAt: Date
  readonly promiseReason: string | null
  readonly latestStart: Date
  readonly shipped: { readonly carrier: string; readonly tracking: string | null; readonly at: string } | null
  readonly fingerprint: string | null
  readonly breakages: readonly Breakage[]
  readonly imported: boolean
  readonly receivedAt: Date
  readonly endedAt: Date | null
  readonly lenses: readonly LensOnFloor[]
}

type JobWords = 'jobId' | 'orderRef' | 'status' | 'imported'

/** Something to be said of a job; which job and its state are added when it is. */
export interface JobFact {
  readonly kind: EventKind
  readonly data: Readonly<Record<string, unknown>>
}

export const fact = <D extends TObject>(kind: EventKind<D>, data: Omit<Static<D>, JobWords>): JobFact => ({
  // What it says is checked against its kind when it is recorded.
  kind,
  data,
})

export const stepOf = (lens: LensOnFloor): PlannedStep | undefined => lens.route[lens.at]

export const lensesOnly = (job: JobOnFloor): LensOnFloor[] => job.lenses.filter(({ eye }) => eye !== 'pair')

/** The same job with one lens otherwise. */
export function withLens(job: JobOnFloor, eye: Track, change: Partial<LensOnFloor>): JobOnFloor {
  return { ...job, lenses: job.lenses.map((lens) => (lens.eye === eye ? { ...lens, ...change } : lens)) }
}

export const eyeName = (eye: Track): string => (eye === 'pair' ? 'the pair' : `the ${eye} lens`)
