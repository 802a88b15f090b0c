import { canonicalJson } from '../language/canonical-json.ts'
import type { Rulebook } from '../language/rulebook.ts'
import { analyse, analyseParts } from './analyse-rulebook.ts'
import { assembleAnalysis, partsOf, type Analysis } from './assemble-analysis.ts'
import { readableRules } from './readable-rules.ts'
import { analyseRule, contestKey, inOrder, type AnalysedRule } from './contest.ts'

/**
 * The analysis after an edit of some rules or tables, named by id (a row may be named `table#row`; added and removed ones
 * too). What it says is what `analyse` would say, but for what `stale` tells. Anything else that changed is analysed anew.
 */
export function reanalyse(previous: Analysis, rulebook: Rulebook, changedIds: readonly string[]): Analysis {
  const before = partsOf(previous)
  const old = before?.ground
  if (!old || !sameGround(old.rulebook, rulebook)) return analyse(rulebook, old?.options)
  const changed = new Set(changedIds.map(originOf))
  const isChanged = ({ id }: { readonly id: string }): boolean => changed.has(originOf(id))
  const kept = old.rules.filter(({ rule }) => !isChanged(rule))
  const gone = old.rules.filter(({ rule }) => isChanged(rule))
  const edited = readableRules({
    ...rulebook,
    rules: rulebook.rules.filter(isChanged),
    tables: rulebook.tables.filter(isChanged),
  })
  const same = new Map(gone.map((one) => [one.rule.id, one]))
  const come = edited.map((rule) => {
    const known = same.get(rule.id)
    return known?.rule.hash === rule.hash ? known : analyseRule(rule, old.boxesOf, old.space, old.sayings)
  })
  const lost = gone.filter((one) => !come.includes(one))
  const won = come.filter((one) => !gone.includes(one))
  const differing = [...lost, ...won]
  const ground = { ...old, rulebook, rules: inOrderOf(rulebook, [...kept, ...come]) }
  const touched = new Set(differing.map((one) => contestKey(one.rule.group, one.target)))
  const parts = analyseParts(ground, { before, gone: lost, come: won, touched })
  return assembleAnalysis({ ...parts, stale: before.stale || differing.some(writesFacts) })
}

/** As they are expanded. */
function inOrderOf(rulebook: Rulebook, rules: readonly AnalysedRule[]): AnalysedRule[] {
  const place = new Map(rulebook.groups.map(({ id }, i) => [id, i]))
  const placeOf = ({ rule: { group } }: AnalysedRule): number => place.get(group) ?? rulebook.groups.length
  return rules.toSorted((a, b) => placeOf(a) - placeOf(b) || inOrder(a, b))
}

const originOf = (id: string): string => (id.includes('#') ? id.slice(0, id.indexOf('#')) : id)

const writesFacts = ({ rule: { event } }: AnalysedRule): boolean => event.type === 'derive' || event.type === 'use'

/** Whatever the meaning of an unedited rule rests on. */
function sameGround(a: Rulebook, b: Rulebook): boolean {
  return (['vocabulary', 'catalogue', 'groups', 'conditions', 'cases'] as const).every(
    (part) => a[part] === b[part] || canonicalJson(a[part]) === canonicalJson(b[part]),
  )
}
