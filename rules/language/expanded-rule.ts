import type { TopLevelCondition } from '../engine/condition.ts'
import type { RuleEvent } from './rulebook.ts'

/** A rule as it is judged: plain ones and rows of tables alike, `from` and `until` already among the conditions. */
export interface ExpandedRule {
  /** `rule-id`, or `table#row`. */
  readonly id: string
  readonly group: string
  readonly title: string
  readonly why: string
  readonly source: string
  readonly owner: string
  readonly priority: number
  /** The row's place in its table; 0 for a plain rule. Second in the order, after the priority. */
  readonly row: number
  readonly conditions: TopLevelCondition
  readonly event: RuleEvent
  /** SHA-256 of the canonical form of what stands above without title, why, source and owner. */
  readonly hash: string
}
