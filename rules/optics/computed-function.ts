import type { FactType, FactValue } from '../vocabulary/fact.ts'
import type { UnitName } from '../vocabulary/units.ts'

/** One input of a computed function. */
export interface ComputedInput {
  readonly name: string
  readonly type: FactType
  readonly unit?: UnitName
  /** Handed over as `null` too; without it, a `null` makes the answer `null` and the function is not asked. */
  readonly orNull?: true
}

/**
 * A function of the arithmetic that a vocabulary may name, frozen once released: `centreThickness@1` never changes its
 * answers, `@2` is another function. Values go in and out as the model keeps them (whole numbers of the unit's smallest part).
 */
export interface ComputedFunction {
  /** With its version: `centreThickness@1`. */
  readonly name: string
  readonly inputs: readonly ComputedInput[]
  readonly output: { readonly type: FactType; readonly unit?: UnitName; readonly nullable: boolean }
  readonly meaning: string
  readonly source: string
  /** In the order of `inputs`. Answers `null` where there is no answer; never throws on values of the declared types. */
  readonly compute: (values: readonly FactValue[]) => FactValue
}
