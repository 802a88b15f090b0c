import type { UnitName } from './units.ts'

/** What a fact can be at judgement: `null` says that it does not apply. A set is sorted and without doubles. */
export type FactValue = number | string | boolean | null | readonly string[] | Shape

/** A trace, a polygon, a chart: an input of computed facts, never compared by a rule. */
export type Shape = readonly unknown[] | Readonly<Record<string, unknown>>

export type FactType = 'enum' | 'number' | 'boolean' | 'date' | 'set' | 'code' | 'shape'

export type Scope = 'job' | 'lens'

export const moments = ['order', 'answer', 'measured', 'ask', 'policy'] as const
export type Moment = (typeof moments)[number]

export type FactSource =
  /** Stated by the configuration. */
  | { readonly kind: 'given' }
  /** Which lens it is (`eye`: right or left), whether it is ordered, how many lenses are (a fact of the job). */
  | { readonly kind: 'asked'; readonly what: 'eye' | 'ordered' | 'count' }
  /** An attribute of the catalogue entry that a given fact chose. */
  | { readonly kind: 'catalogue'; readonly of: string; readonly attribute: string }
  /** A frozen function of `rules/optics`, with the facts that go into it by the names of its inputs. */
  | { readonly kind: 'computed'; readonly by: string; readonly from: Readonly<Record<string, string>> }
  /** Written by the rules of a group; a set starts from another set fact, if one is named, and is otherwise empty. */
  | { readonly kind: 'derived'; readonly group: string; readonly from?: string }
  /** The job's view of both lenses. */
  | { readonly kind: 'aggregate'; readonly of: string; readonly how: Aggregate }
  /** The other lens's value of a lens fact. */
  | { readonly kind: 'fellow'; readonly of: string }
  /** Known to the caller only, and kept with the judgement. */
  | { readonly kind: 'world' }

export const aggregates = ['either', 'both', 'highest', 'lowest', 'sum'] as const
export type Aggregate = (typeof aggregates)[number]

export interface Fact {
  readonly id: string
  readonly label: string
  readonly meaning: string
  readonly type: FactType
  readonly scope: Scope
  readonly source: FactSource
  readonly nullable: boolean
  readonly moment: Moment
  readonly unit?: UnitName
  /** In smallest parts of the unit, like every value. */
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** What an enum or a set may hold. A catalogue may be named instead: then its entries' ids. */
  readonly values?: readonly string[]
  readonly valuesOf?: string
}
