import type { NestedCondition } from './condition.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import type { CompiledRelease } from './compile-release.ts'
import type { CompiledFact } from './compiled-fact.ts'
import { stepOf } from './say-condition.ts'

const MOST = 200

/** Other values of a fact worth trying, the smallest change first: what rules compare it with, what an enum may hold. */
export function candidateValues(
  release: CompiledRelease,
  { fact, allowed }: CompiledFact,
  now: FactValue,
): FactValue[] {
  const values: FactValue[] = []
  if (fact.type === 'boolean') values.push(now !== true)
  else if (fact.type === 'enum') values.push(...(allowed ?? []))
  else if (fact.type === 'set' && Array.isArray(now)) {
    for (const word of now) values.push(now.filter((one) => one !== word))
  } else if (fact.type === 'number') values.push(...numbersNear(release, fact, now))
  if (fact.nullable && now !== null) values.push(null)
  return values.filter((value) => value !== now).slice(0, MOST)
}

function numbersNear(release: CompiledRelease, fact: CompiledFact['fact'], now: FactValue): number[] {
  const step = stepOf(release, fact.id)
  const found = new Set<number>()
  for (const cut of cutsOf(release).get(fact.id) ?? [])
    for (const near of [cut - step, cut, cut + step]) found.add(near)
  for (const end of [fact.min, fact.max]) if (end !== undefined) found.add(end)
  const from = typeof now === 'number' ? now : 0
  const { min = -Infinity, max = Infinity } = fact
  return [...found]
    .map((value) => Math.round(value / step) * step)
    .filter((value) => value >= min && value <= max)
    .sort((a, b) => Math.abs(a - from) - Math.abs(b - from) || a - b)
}

const cutsByRelease = new WeakMap<CompiledRelease, Map<string, Set<number>>>()

/** Numbers that rules compare each fact with, gathered once for a release. */
function cutsOf(release: CompiledRelease): Map<string, Set<number>> {
  const known = cutsByRelease.get(release)
  if (known) return known
  const cuts = new Map<string, Set<number>>()
  const gather = (node: NestedCondition): void => {
    if ('all' in node) node.all.forEach(gather)
    else if ('any' in node) node.any.forEach(gather)
    else if ('not' in node) gather(node.not)
    else if ('fact' in node) {
      const set = cuts.get(node.fact) ?? new Set()
      cuts.set(node.fact, set)
      const literals: unknown[] = Array.isArray(node.value) ? node.value : [node.value]
      for (const value of literals) if (typeof value === 'number') set.add(value)
    }
  }
  for (const group of release.groups) group.conditions.forEach(gather)
  Object.values(release.rulebook.conditions).forEach(gather)
  cutsByRelease.set(release, cuts)
  return cuts
}
