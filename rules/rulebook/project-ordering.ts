import { targetOf } from '../engine/compile-effect.ts'
import type { NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import { expandRulebook } from '../language/expand-rulebook.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import { printLiteral } from '../language/print-cell.ts'
import {
  causing,
  type CatalogueEntry,
  type DecisionTable,
  type Group,
  type Rulebook,
  type TableCell,
  type TableRow,
} from '../language/rulebook.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import { canHold, withoutOthers } from './holds-for-practice.ts'
import { homeOf, whatOrderingNeeds, type OrderingNeeds } from './what-ordering-needs.ts'

export interface Practice {
  /** What `practice.id` is in its orders. */
  readonly id: string
  /** What `practice.priceList` is in its orders, where the rulebook knows such a fact. */
  readonly priceList?: string
}

/**
 * The part of a rulebook that an ordering screen may hold: groups marked `ordering`, all that charges and promises, and what
 * these are decided by. Left out are the other groups (programs, recipes, routes, tolerances), facts and catalogue
 * attributes that nobody asks any more, cases, and the reasons that the lab notes for itself. Given and world facts all
 * stay, so that both judge the same configurations. With a practice, rules and rows that cannot hold for it are left out,
 * and those that can name no other.
 *
 * What is equal. For every configuration (with a practice: whose `practice.id` and, if given, `practice.priceList` are its
 * own), at the moment `order`, the projection's decision has the same charges, total and promise as the release's; and the
 * same causes, in whatever order, as those that the release's has from rules and facts which the projection holds, except
 * `undecided`, which is said only when nothing else refuses. `ruleHash` is the same unless the rule's test of the practice
 * was rewritten. When the release's decision has no cause from what is left out, outcome and causes are all the same:
 * `unheardWhenOrdering` names the groups that could have one. Not equal are `release`, `fired`, `unconfirmed`, the facts
 * that are left out, and what is made, routed and measured.
 */
export function projectOrdering(rulebook: Rulebook, practice?: Practice): Rulebook {
  const known = knownOf(practice)
  const all = expandRulebook(rulebook)
  const possible = all.filter((rule) => known.size === 0 || canHold(rule.conditions, known, rulebook.conditions))
  const needs = whatOrderingNeeds(rulebook, possible)
  const possibleIds = new Set(possible.map(({ id }) => id))
  const alone = (table: DecisionTable): boolean =>
    !all.some(
      (rule) => rule.group === table.group && rule.priority === (table.priority ?? 1) && homeOf(rule.id) !== table.id,
    )

  const rules = rulebook.rules
    .filter(({ id }) => needs.kept.has(id) && possibleIds.has(id))
    .map(({ rule, ...about }) => ({
      ...about,
      ...unsaid,
      rule: { ...rule, conditions: withoutOthers(rule.conditions, known) },
    }))
  const tables = rulebook.tables
    .filter(({ id }) => needs.kept.has(id))
    .map((table) => narrowed(table, possibleIds, known, alone(table), rulebook))
  const vocabulary = rulebook.vocabulary.filter(({ id, source }) => needs.facts.has(id) || isStated(source.kind))
  return {
    ...rulebook,
    vocabulary,
    catalogue: catalogueFor({ ...rulebook, vocabulary }),
    groups: groupsFor(rulebook, needs, possible),
    conditions: conditionsFor(rulebook, possible, needs, known),
    rules,
    tables,
    cases: [],
    accepted: [],
  }
}

/** A rulebook asks for a reason, a source and an owner; these stay with the lab. */
const unsaid = { why: '-', source: '-', owner: '-', tags: [] } as const

const isStated = (kind: string): boolean => kind === 'given' || kind === 'world'

function knownOf(practice: Practice | undefined): ReadonlyMap<string, FactValue> {
  const known = new Map<string, FactValue>()
  if (!practice) return known
  known.set('practice.id', practice.id)
  if (practice.priceList !== undefined) known.set('practice.priceList', practice.priceList)
  return known
}

/**
 * A row's place decides between rules of one priority and stands in its hash. Where neither matters the rows of others
 * go; else they stay as empty shells: a test that this practice fails, and the words of a row that it may see.
 */
function narrowed(
  table: DecisionTable,
  possible: ReadonlySet<string>,
  known: ReadonlyMap<string, FactValue>,
  alone: boolean,
  { vocabulary }: Rulebook,
): DecisionTable {
  const literal = (id: string): string | null => {
    const fact = vocabulary.find((one) => one.id === id)
    const value = known.get(id)
    return fact && value !== undefined ? (printLiteral(value, fact) ?? 'null') : null
  }
  const own = (row: TableRow): boolean => possible.has(`${table.id}#${row.id}`)
  // A row that is possible holds in every column that is known: there it need name nobody else.
  const open = ({ id, cells }: TableRow): TableRow => ({
    id,
    cells: cells.map((cell, column) => (cell === '-' ? cell : (literal(table.inputs[column] ?? '') ?? cell))),
  })
  const said = { ...table, ...unsaid }
  if (alone && !causing.has(table.event)) return { ...said, rows: table.rows.filter(own).map(open) }
  const last = table.rows.findLastIndex(own)
  const visible = table.rows.find(own)?.cells.slice(table.inputs.length) ?? []
  const shell = (index: number): TableRow => {
    const inputs = table.inputs.map((id): TableCell => {
      const mine = literal(id)
      return mine === null ? '-' : `not(${mine})`
    })
    return { id: `of-others-${index}`, cells: [...inputs, ...visible] }
  }
  return { ...said, rows: table.rows.slice(0, last + 1).map((row, index) => (own(row) ? open(row) : shell(index))) }
}

/** In the order declared; of those that are only needed, the targets that are. */
function groupsFor(
  { groups }: Rulebook,
  { targets, kept, facts }: OrderingNeeds,
  possible: readonly ExpandedRule[],
): Group[] {
  const said = new Set(
    possible.filter(({ id }) => kept.has(homeOf(id))).map((rule) => `${rule.group} ${targetOf(rule)}`),
  )
  return groups.flatMap((group) => {
    if (group.ordering) return [group]
    if (!targets.has(group.id)) return []
    return [
      { ...group, writes: group.writes.filter((target) => facts.has(target) || said.has(`${group.id} ${target}`)) },
    ]
  })
}

/** Entries of every kind that a kept fact chooses from, with the attributes that kept facts read. */
function catalogueFor({ vocabulary, catalogue }: Rulebook): Rulebook['catalogue'] {
  const kinds = new Map<string, Set<string>>()
  for (const { valuesOf } of vocabulary) if (valuesOf !== undefined) kinds.set(valuesOf, new Set())
  for (const { source } of vocabulary) {
    if (source.kind !== 'catalogue') continue
    const kind = vocabulary.find(({ id }) => id === source.of)?.valuesOf
    if (kind !== undefined) kinds.get(kind)?.add(source.attribute)
  }
  const shown =
    (read: ReadonlySet<string>) =>
    ({ source: _, attributes, ...entry }: CatalogueEntry): CatalogueEntry => ({
      ...entry,
      attributes: Object.fromEntries(Object.entries(attributes).filter(([name]) => read.has(name))),
    })
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([kind, entries]) => {
      const read = kinds.get(kind)
      return read ? [[kind, entries.map(shown(read))]] : []
    }),
  )
}

function conditionsFor(
  { conditions }: Rulebook,
  possible: readonly ExpandedRule[],
  { kept }: OrderingNeeds,
  known: ReadonlyMap<string, FactValue>,
): Rulebook['conditions'] {
  const named = new Set<string>()
  const follow = (node: NestedCondition): void => {
    if ('all' in node) node.all.forEach(follow)
    else if ('any' in node) node.any.forEach(follow)
    else if ('not' in node) follow(node.not)
    else if ('condition' in node && !named.has(node.condition)) {
      named.add(node.condition)
      const meant: TopLevelCondition | undefined = Object.hasOwn(conditions, node.condition)
        ? conditions[node.condition]
        : undefined
      if (meant) follow(meant)
    }
  }
  for (const rule of possible) if (kept.has(homeOf(rule.id))) follow(rule.conditions)
  const wanted = Object.entries(conditions).filter(([name]) => named.has(name))
  return Object.fromEntries(wanted.map(([name, meant]) => [name, withoutOthers(meant, known)]))
}
