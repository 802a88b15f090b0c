import type { FactValue } from '../vocabulary/fact.ts'
import { factsRead } from '../engine/facts-read.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { Rulebook } from '../language/rulebook.ts'
import type { Box } from './box.ts'
import type { RegionSide } from './finding.ts'
import type { ValueOf } from './holds.ts'
import type { Space } from './space.ts'

export function sayRegion(region: Box, space: Space): RegionSide[] {
  const sides = region.axes.flatMap((number, i) => {
    const axis = space.axes[number]
    if (!axis) return []
    const { fact, word, guard, domain, label } = axis
    const set = region.sets[i] ?? []
    const holds = set[0] === 1
    if (guard) return [{ fact: guard.left, cells: holds ? label : `not: ${label}` }]
    if (fact?.type === 'set') {
      const said = word === undefined ? 'null' : `with ${word}`
      return [{ fact: fact.id, cells: holds ? said : word === undefined ? 'not null' : `without ${word}` }]
    }
    return [{ fact: fact?.id ?? label, cells: domain.say(set) }]
  })
  // As the vocabulary has its facts: the same region reads the same, whatever was looked at before.
  return sides.sort((a, b) => placeOf(a, space) - placeOf(b, space) || (a.cells < b.cells ? -1 : 1))
}

const placeOf = ({ fact }: RegionSide, { places }: Space): number => places.get(fact) ?? places.size

/** `material poly, sphere -8.00 … -6.25`. */
export function sentenceOf(region: readonly RegionSide[], space: Space): string {
  if (region.length === 0) return 'any order'
  return region.map(({ fact, cells }) => `${space.facts.get(fact)?.label ?? fact} ${cells}`).join(', ')
}

/** Of an example only what matters. */
export function witnessOf(valueOf: ValueOf, facts: readonly string[]): Record<string, FactValue> {
  // Values came from domains or from a decision; fromEntries makes `__proto__` an ordinary key.
  return Object.fromEntries([...new Set(facts)].sort().map((id) => [id, valueOf(id) as FactValue]))
}

/** Facts that the rules read and the region names. */
export function factsOf(rules: readonly ExpandedRule[], region: readonly RegionSide[], rulebook: Rulebook): string[] {
  const read = rules.flatMap((rule) => [...factsRead(rule.conditions, rulebook.conditions)])
  return [...read, ...region.map(({ fact }) => fact)]
}
