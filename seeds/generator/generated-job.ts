import type { Configuration } from '@ils/rules/language/rulebook'
import type { Product } from './choose-product.ts'
import type { Lens } from './choose-lens.ts'
import type { HistoryStep } from './history.ts'
import type { FaultOfOrder } from './orders-gone-wrong.ts'
import type { RemakeReason } from './remakes.ts'

/** What is ordered, in a few words for counting. */
export type ProductSummary = Product & Lens & { readonly surfaced: boolean; readonly lenses: number }

export interface GeneratedJob {
  /** Day and place in it: `240115-0042`. */
  readonly number: string
  readonly practiceId: string
  readonly orderedAt: string
  /** As the practice sent it. */
  readonly configuration: Configuration
  /** What the practice got wrong, and what it meant; absent from good orders. */
  readonly fault?: { readonly kind: FaultOfOrder; readonly meant: Configuration }
  readonly productSummary: ProductSummary
  readonly remakeOf?: {
    readonly number: string
    readonly reason: RemakeReason
    readonly paidBy: 'lab' | 'practice' | 'maker'
  }
  /** Sent a second time by mistake. */
  readonly duplicateOf?: string
  /** In the order of time; empty when none was asked for. */
  readonly history: readonly HistoryStep[]
}
