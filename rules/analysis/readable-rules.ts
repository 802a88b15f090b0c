import { expandRulebook } from '../language/expand-rulebook.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { DecisionTable, Rulebook } from '../language/rulebook.ts'

/** Rules as they are judged, without tables that cannot be read: a draft is analysed while it is typed. */
export function readableRules(rulebook: Rulebook): readonly ExpandedRule[] {
  const whole = expandedOrNull(rulebook)
  if (whole) return whole
  const canBeRead = (table: DecisionTable): boolean =>
    expandedOrNull({ ...rulebook, rules: [], tables: [table] }) !== null
  return expandRulebook({ ...rulebook, tables: rulebook.tables.filter(canBeRead) })
}

function expandedOrNull(rulebook: Rulebook): readonly ExpandedRule[] | null {
  try {
    return expandRulebook(rulebook)
  } catch {
    return null // checkRulebook says what is wrong with it
  }
}
