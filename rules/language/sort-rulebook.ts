import type { Rulebook } from './rulebook.ts'

/**
 * The same rulebook with every list in the order of its ids whose order means nothing. That of groups, of languages and of
 * a table's rows means something.
 */
export function sortRulebook(rulebook: Rulebook): Rulebook {
  return {
    ...rulebook,
    vocabulary: byId(rulebook.vocabulary),
    catalogue: Object.fromEntries(Object.entries(rulebook.catalogue).map(([kind, entries]) => [kind, byId(entries)])),
    rules: byId(rulebook.rules),
    tables: byId(rulebook.tables),
    cases: byId(rulebook.cases),
    accepted: rulebook.accepted.toSorted(
      (a, b) => inCodeUnits(a.finding, b.finding) || inCodeUnits(a.by, b.by) || inCodeUnits(a.why, b.why),
    ),
  }
}

const byId = <Item extends { readonly id: string }>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => inCodeUnits(a.id, b.id))

/** Like RFC 8785 sorts keys; no locale. */
export function inCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
