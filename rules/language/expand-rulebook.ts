import type { TopLevelCondition } from '../engine/condition.ts'
import { indexVocabulary } from '../vocabulary/index-vocabulary.ts'
import { canonicalJson } from './canonical-json.ts'
import { expandRow, withDates } from './expand-row.ts'
import type { ExpandedRule } from './expanded-rule.ts'
import type { About, DecisionTable, Rulebook, Rule, RuleEvent, TableRow } from './rulebook.ts'
import { sha256Hex } from './sha256.ts'
import { inCodeUnits } from './sort-rulebook.ts'

/**
 * All rules as they are judged, group by group in the order of declaration, inside a group by priority, row and id.
 * Of a rulebook without faults: throws where a cell cannot be read, since a row left out would change what is decided.
 */
export function expandRulebook(rulebook: Rulebook): readonly ExpandedRule[] {
  const vocabulary = indexVocabulary(rulebook.vocabulary, rulebook.catalogue)
  const place = new Map(rulebook.groups.map(({ id }, i) => [id, i]))
  const placeOf = ({ group }: ExpandedRule): number => place.get(group) ?? rulebook.groups.length
  const rules = rulebook.rules.map(expandRule)
  for (const table of rulebook.tables) {
    table.rows.forEach((row, i) => {
      const { conditions, params, faults } = expandRow(table, row, vocabulary)
      const [fault] = faults
      if (fault) throw new Error(`Table ${table.id}, row ${row.id}: ${fault.message} Check the rulebook before.`)
      rules.push(
        expanded({ ...aboutRow(table, row), conditions, event: { type: table.event, params } }, table.priority, i),
      )
    })
  }
  return rules.sort(
    (a, b) => placeOf(a) - placeOf(b) || b.priority - a.priority || a.row - b.row || inCodeUnits(a.id, b.id),
  )
}

interface Judged extends Pick<About, 'id' | 'group' | 'title' | 'why' | 'source' | 'owner'> {
  readonly conditions: TopLevelCondition
  readonly event: RuleEvent
}

function expandRule(rule: Rule): ExpandedRule {
  const { id, group, title, why, source, owner } = rule
  const { conditions, event, priority } = rule.rule
  return expanded({ id, group, title, why, source, owner, conditions: withDates(conditions, rule), event }, priority, 0)
}

function aboutRow(table: DecisionTable, row: TableRow): Omit<Judged, 'conditions' | 'event'> {
  const { group, owner } = table
  return {
    id: `${table.id}#${row.id}`,
    group,
    title: row.title ?? table.title,
    why: row.why ?? table.why,
    source: row.source ?? table.source,
    owner,
  }
}

function expanded(judged: Judged, priority = 1, row: number): ExpandedRule {
  const { id, group, conditions, event } = judged
  const hash = sha256Hex(canonicalJson({ id, group, priority, row, conditions, event }))
  return { ...judged, priority, row, hash }
}
