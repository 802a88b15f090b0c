import type { Rulebook } from '../language/rulebook.ts'

/**
 * What an operation can be about. The last two are seldom wanted: a `kind` is a whole list of the catalogue, which may be
 * empty; a `section` is what stands under one key of the rulebook, for what cannot be said in smaller operations.
 */
export const operationParts = [
  'name',
  'setting',
  'fact',
  'entry',
  'group',
  'condition',
  'rule',
  'table',
  'row',
  'case',
  'accepted',
  'kind',
  'section',
] as const
export type OperationPart = (typeof operationParts)[number]

/** More in one save are refused; `operationsBetween` never needs more. */
export const MOST_OPERATIONS = 10_000

/** Adds, or replaces what has the id already. */
export interface Put {
  readonly op: 'put'
  readonly part: OperationPart
  /** Of the accepted its finding, of the name `name`. */
  readonly id: string
  /** Of an entry its kind, of a row its table. */
  readonly in?: string
  /** The whole thing; its own id may be left out. */
  readonly value: unknown
  /**
   * Behind which one; null: first. Without it a thing stays where it is, and a new row or group comes last. The order of
   * other lists means nothing: there it only says where a new one goes, so that an undo is exact.
   */
  readonly after?: string | null
}

export interface Remove {
  readonly op: 'remove'
  readonly part: OperationPart
  readonly id: string
  readonly in?: string
}

/** One small edit of a rulebook. */
export type Operation = Put | Remove

export interface Applied {
  /** Of the form of a rulebook; whether it is sound, `checkRulebook` says. */
  readonly rulebook: Rulebook
  /** Undoes exactly, in this order. */
  readonly inverse: readonly Operation[]
  /** Rules and tables touched, as `reanalyse` wants them; null where what they rest on was touched. */
  readonly changedIds: readonly string[] | null
  /** For people: `rule minus-limits`, `row minus-limits#r3`. Without what was so already. */
  readonly touched: readonly string[]
}

export interface OperationFault extends Problem {
  /** Which operation, from 0. */
  readonly at: number
}

/** Why an operation cannot be done. */
export interface Problem {
  readonly code: string
  /** Of the operation: `id`, `value/cells`. */
  readonly field: string
  readonly message: string
  readonly value?: unknown
}
