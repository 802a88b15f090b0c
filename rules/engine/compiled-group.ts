import type { ComputedFunction } from '../optics/computed-function.ts'
import type { Group } from '../language/rulebook.ts'
import type { Aggregate, FactValue, Moment } from '../vocabulary/fact.ts'
import type { CompiledRule } from './compile-effect.ts'
import type { RuleIndex } from './compile-index.ts'
import type { TopLevelCondition } from './condition.ts'
import type { CompiledFact } from './compiled-fact.ts'

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
