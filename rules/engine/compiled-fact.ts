import type { Fact, FactType } from '../vocabulary/fact.ts'

/**
 * One fact of the model at its place in the arrays of values. Facts come from JSON in as many forms as they have fields;
 * what is asked of them in every judgement stands here, where all are of one form.
 */
export interface CompiledFact {
  readonly slot: number
  readonly id: string
  readonly fact: Fact
  readonly type: FactType
  readonly ofJob: boolean
  readonly isSet: boolean
  /** An order has to state it. */
  readonly required: boolean
  /** Of a number; without bounds, the infinite ones. */
  readonly step: number
  readonly min: number
  readonly max: number
  /** What an enum or a set may hold; null where everything goes. */
  readonly allowed: ReadonlySet<string> | null
}
