import type { Eye } from '@ils/rules/language/rulebook'
import type { Draw } from './draw.ts'
import type { StationId, Work } from './floor.ts'
import type { Backlog, Machines } from './load.ts'
import type { OpenHours } from './open-hours.ts'

export type StepKind = 'ordered' | 'held' | 'resumed' | 'started' | 'inspected' | 'broke' | 'finished' | 'shipped'

/** One thing that happened to a job, or to one of its lenses. */
export interface HistoryStep {
  readonly at: string
  readonly station: StationId
  readonly kind: StepKind
  readonly eye?: Eye
  readonly operator?: string
  readonly machine?: string
  /** The drum or rack that several jobs share. */
  readonly batch?: string
  /** Of a breakage or a hold. */
  readonly reason?: string
  /** What an instrument read, by name, in smallest parts of its unit. */
  readonly measured?: Readonly<Record<string, number>>
}

/** The floor that histories happen on. */
export interface Floor {
  readonly seed: number
  readonly hours: OpenHours
  readonly backlog: Backlog
  readonly machines: Machines
}

/** Sphere, cylinder and axis that a lensmeter has to find. */
export interface Expected {
  readonly sphere: number
  readonly cylinder: number
  readonly axis: number
}

/** What the floor has to know of a job. */
export interface Making {
  /** Minutes. */
  readonly orderedAt: number
  readonly rush: boolean
  readonly work: Work
  /** Group of materials that breakages know. */
  readonly stuff: string
  /** Times as long in racks as usual: designs that come from an engine, and what is rarely made. */
  readonly pace: number
  readonly lenses: readonly { readonly eye: Eye; readonly expected: Expected }[]
  /** What the practice, or the lab itself, was asked before it could begin. */
  readonly question: string | null
  /** Share of such lenses whose blank is not there. */
  readonly outOfStock: number
}

/** One job on its way, and the draws that it is made with. */
export interface Run {
  readonly floor: Floor
  readonly making: Making
  readonly draw: Draw
  readonly steps: HistoryStep[]
  breakages: number
}
