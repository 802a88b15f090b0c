import type { Rulebook } from '../language/rulebook.ts'
import type { Facts } from './rule-in-words.ts'

/** One difference between two rulebooks, for a program and for a reader. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly subject: ChangeSubject
  /** Of the subject: `minus-limits#r3`, `materials/poly`, `rx.sphere`. */
  readonly id: string
  /** Over names: `/tables/minus-limits/rows/r3/cells/when rx.sphere`. */
  readonly path: string
  /** `undefined` where there is nothing. */
  readonly before: unknown
  readonly after: unknown
  /** In the lab's words and natural units. */
  readonly sentence: string
}

export type ChangeSubject =
  | 'rulebook'
  | 'setting'
  | 'fact'
  | 'entry'
  | 'group'
  | 'condition'
  | 'rule'
  | 'table'
  | 'row'
  | 'cell'
  | 'case'
  | 'finding'

/** What the sentences of a comparison draw on. */
export interface Compared {
  readonly before: Rulebook
  readonly after: Rulebook
  readonly factsBefore: Facts
  readonly factsAfter: Facts
}
