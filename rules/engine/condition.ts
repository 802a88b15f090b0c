/** A test of one fact: `value` may be a literal or `{ fact, path? }`, another fact. */
export interface ConditionLeaf {
  readonly fact: string
  readonly operator: string
  readonly value: unknown
  readonly path?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly priority?: number
  readonly name?: string
}

export interface AllConditions {
  readonly all: readonly NestedCondition[]
  readonly priority?: number
  readonly name?: string
}

export interface AnyConditions {
  readonly any: readonly NestedCondition[]
  readonly priority?: number
  readonly name?: string
}

export interface NotConditions {
  readonly not: NestedCondition
  readonly priority?: number
  readonly name?: string
}

/** Stands for a condition shared under that name. */
export interface ConditionReference {
  readonly condition: string
  readonly priority?: number
  readonly name?: string
}

export type TopLevelCondition = AllConditions | AnyConditions | NotConditions | ConditionReference
export type NestedCondition = TopLevelCondition | ConditionLeaf

/** json-rules-engine's order: of several of these on one node only the first counts. */
export function booleanOf(condition: object): 'any' | 'all' | 'not' | undefined {
  return Object.hasOwn(condition, 'any')
    ? 'any'
    : Object.hasOwn(condition, 'all')
      ? 'all'
      : Object.hasOwn(condition, 'not')
        ? 'not'
        : undefined
}
