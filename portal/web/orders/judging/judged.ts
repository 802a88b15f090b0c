import type { Cause } from '@ils/rules/engine/decision'
import type { Configuration, Eye, Outcome } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'

/** What the page and the thread that judges say to each other. */

export interface LensSketch {
  readonly thickest: number | null
  readonly thinnest: number | null
  readonly centre: number | null
  readonly decentrationIn: number | null
  readonly decentrationUp: number | null
  readonly weight: number | null
  readonly blank: number | null
  readonly blankNeeded: number | null
}

export interface Judged {
  readonly outcome: Outcome
  readonly causes: readonly Cause[]
  readonly total: number
  readonly charges: readonly { readonly code: string; readonly eye: Eye | null; readonly amount: number }[]
  readonly workingHours: number | null
  readonly lenses: Readonly<Partial<Record<Eye, LensSketch>>>
}

/** One thing that could be chosen, and what would become of the order. */
export interface Fit {
  readonly id: string
  /** Why not; none: it fits. */
  readonly against: readonly string[]
  readonly total: number
  readonly thickest: number | null
  readonly weight: number | null
}

/** A treatment that could be chosen, if need be instead of others. */
export interface TreatmentFit extends Fit {
  /** What is chosen and has to give way for it; none: it comes on top, or does not fit at all. */
  readonly replaces: readonly string[]
}

export interface Fits {
  readonly designs: readonly Fit[]
  readonly materials: readonly Fit[]
  readonly treatments: readonly TreatmentFit[]
}

export interface Offered {
  readonly id: string
  readonly label: Readonly<Record<string, string>> | string
  readonly attributes: Readonly<Record<string, FactValue>>
}

/** What the screen shows of a release. */
export interface Offer {
  readonly currency: string
  readonly timeZone: string
  readonly designs: readonly Offered[]
  readonly materials: readonly Offered[]
  readonly treatments: readonly Offered[]
  readonly tints: readonly Offered[]
  readonly frames: readonly Offered[]
  /** Reasons for making an order again. */
  readonly redoReasons: readonly string[]
}

export interface Nearest {
  readonly field: string
  readonly eye: Eye | null
  readonly from: FactValue
  readonly to: FactValue
  readonly clears: readonly string[]
}

export type ToThread =
  /** As the portal answered it: long, and read in the thread, where nobody types. */
  | { readonly kind: 'rules'; readonly answer: Blob }
  | {
      readonly kind: 'judge'
      readonly id: number
      readonly practice: string | null
      readonly configuration: Configuration
    }

export type FromThread =
  /** Without an offer it is the one that was said last. */
  | { readonly kind: 'ready'; readonly release: number; readonly offer: Offer | null }
  | { readonly kind: 'broken' }
  | { readonly kind: 'judged'; readonly id: number; readonly judged: Judged }
  | { readonly kind: 'fits'; readonly id: number; readonly fits: Fits }
  | { readonly kind: 'nearest'; readonly id: number; readonly nearest: readonly Nearest[] }
