import type { ComputedFunction } from '../optics/computed-function.ts'
import type { Group } from '../language/rulebook.ts'
import type { Aggregate, Fact, FactType, FactValue, Moment } from '../vocabulary/fact.ts'
import type { CompiledRule } from './compile-effect.ts'
import type { RuleIndex } from './compile-index.ts'
import type { TopLevelCondition } from './condition.ts'

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

export interface CompiledGroup {
  readonly group: Group
  readonly moment: Moment
  readonly rules: readonly CompiledRule[]
  readonly index: RuleIndex
  readonly conditions: readonly TopLevelCondition[]
  readonly targets: readonly string[]
  /** Targets that must have a winner. */
  readonly total: readonly { readonly name: string; readonly among: readonly number[] }[]
  readonly reads: ReadonlySet<string>
  /** Room for one match; judging is synchronous, so nobody else is using it. */
  readonly matched: Int32Array
  /** Room for who speaks for which target, likewise; zero between judgements. */
  readonly seats: Int32Array
}

/** One thing done in a judgement, on the job or on each lens. */
export type Step =
  | { readonly kind: 'group'; readonly group: CompiledGroup }
  | {
      readonly kind: 'compute'
      readonly into: CompiledFact
      readonly by: ComputedFunction
      readonly from: readonly number[]
      /** Inputs that must not be null. */
      readonly needed: readonly boolean[]
      readonly arguments: FactValue[]
    }
  | {
      readonly kind: 'look up'
      readonly into: CompiledFact
      readonly of: number
      readonly values: ReadonlyMap<string, FactValue>
    }
  | { readonly kind: 'aggregate'; readonly into: CompiledFact; readonly of: number; readonly how: Aggregate }
  | { readonly kind: 'fellow'; readonly into: CompiledFact; readonly of: number }
  | { readonly kind: 'begin set'; readonly into: CompiledFact; readonly of: number }
