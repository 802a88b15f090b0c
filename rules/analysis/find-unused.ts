import { inputsOf } from '../vocabulary/inputs-of.ts'
import type { ConditionLeaf, NestedCondition } from '../engine/condition.ts'
import { factReferred } from '../engine/facts-read.ts'
import type { CatalogueEntry, Rulebook } from '../language/rulebook.ts'
import type { AnalysedRule } from './contest.ts'
import type { NewFinding } from './finding.ts'
import type { Report } from './report.ts'

/** Facts that nothing reads, and catalogue entries that no rule names and whose attributes nothing asks for. */
export function findUnused(rulebook: Rulebook, rules: readonly AnalysedRule[], report: Report): void {
  const read = new Set<string>()
  const named = new Set<string>()
  const attributes = new Set<string>()
  const words = (value: unknown): void => {
    if (typeof value === 'string') named.add(value)
    else if (Array.isArray(value)) value.forEach(words)
  }
  for (const { rule, unanalysed } of rules) {
    if (unanalysed === null) eachLeaf(rule.conditions, rulebook, look)
    for (const [name, value] of Object.entries(rule.event.params)) {
      if (name === 'field' && typeof value === 'string') read.add(value)
      const fact = factReferred(value)
      if (fact === null) words(value)
      else read.add(fact)
    }
  }
  const facts = new Map(rulebook.vocabulary.map((fact) => [fact.id, fact]))
  // A set grows while it is gone through: what is read rests on what is read too. What was derived may be for a machine.
  for (const fact of rulebook.vocabulary) if (fact.source.kind === 'derived') read.add(fact.id)
  for (const id of read) {
    const fact = facts.get(id)
    if (fact) for (const input of inputsOf(fact)) read.add(input)
  }
  for (const fact of rulebook.vocabulary) {
    if (!read.has(fact.id))
      report.add(unused('unused-fact', fact.id, `Nothing reads the fact ${fact.label || fact.id}.`))
    else if (fact.source.kind === 'catalogue') {
      const kind = facts.get(fact.source.of)?.valuesOf
      if (kind !== undefined) attributes.add(kind)
    }
  }
  for (const [kind, entries] of Object.entries(rulebook.catalogue)) {
    if (attributes.has(kind)) continue
    for (const entry of entries) tellEntry(kind, entry)
  }

  function look(leaf: ConditionLeaf): void {
    read.add(leaf.fact)
    const other = factReferred(leaf.value)
    if (other === null) words(leaf.value)
    else read.add(other)
  }

  function tellEntry(kind: string, { id }: CatalogueEntry): void {
    if (!named.has(id))
      report.add(
        unused('unused-entry', `${kind}/${id}`, `No rule names ${id} of ${kind}, and none asks for what it is like.`),
      )
  }
}

const unused = (kind: 'unused-fact' | 'unused-entry', subject: string, message: string): NewFinding => ({
  ...{
    id: `${kind}:${subject}`,
    kind,
    certainty: 'certain',
    rules: [],
    group: null,
    region: [],
    witness: null,
    message,
  },
})

/** Every test of a condition that was analysed, shared ones followed. */
export function eachLeaf(node: NestedCondition, rulebook: Rulebook, look: (leaf: ConditionLeaf) => void): void {
  if ('all' in node) for (const child of node.all) eachLeaf(child, rulebook, look)
  else if ('any' in node) for (const child of node.any) eachLeaf(child, rulebook, look)
  else if ('not' in node) eachLeaf(node.not, rulebook, look)
  else if ('condition' in node) {
    const meant = Object.hasOwn(rulebook.conditions, node.condition) ? rulebook.conditions[node.condition] : undefined
    if (meant) eachLeaf(meant, rulebook, look)
  } else look(node)
}
