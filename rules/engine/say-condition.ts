import { units } from '../vocabulary/units.ts'
import type { CompiledRelease } from './compile-release.ts'
import { factReferred } from './facts-read.ts'
import { sayValue } from './say-value.ts'

const words: Readonly<Record<string, readonly [string, string]>> = {
  equal: ['is', 'is not'],
  notEqual: ['is not', 'is'],
  in: ['is one of', 'is none of'],
  notIn: ['is none of', 'is one of'],
  lessThan: ['is below', 'is not below'],
  lessThanInclusive: ['is at most', 'is not at most'],
  greaterThan: ['is above', 'is not above'],
  greaterThanInclusive: ['is at least', 'is not at least'],
  contains: ['contains', 'does not contain'],
  doesNotContain: ['does not contain', 'contains'],
}

/** A test of a fact as it was evaluated. */
interface TestedLeaf {
  readonly fact: string
  readonly operator: string
  readonly value: unknown
  readonly factResult: unknown
  readonly valueResult: unknown
  readonly result: boolean
}

/** `Sphere (-8.00 D) is below -6.00 D`: what was seen stands beside the fact. */
export function sayLeaf(release: CompiledRelease, leaf: TestedLeaf, asHeld: boolean): string {
  const fact = factOf(release, leaf.fact)
  const [yes, no] = words[leaf.operator] ?? [leaf.operator, `not ${leaf.operator}`]
  const label = fact?.label ?? leaf.fact
  const seen = sayValue(fact, leaf.factResult)
  return `${label} (${seen}) ${asHeld ? yes : no} ${sayRight(release, leaf)}`
}

function sayRight(release: CompiledRelease, leaf: TestedLeaf): string {
  const fact = factOf(release, leaf.fact)
  const other = factReferred(leaf.value)
  if (other !== null) {
    const named = factOf(release, other)
    return `${named?.label ?? other} (${sayValue(named ?? fact, leaf.valueResult)})`
  }
  if (Array.isArray(leaf.value)) return leaf.value.map((one) => sayValue(fact, one)).join(', ')
  return sayValue(fact, leaf.value)
}

export function factOf(release: CompiledRelease, id: string) {
  return release.facts[release.slots.get(id) ?? -1]?.fact
}

/** How far apart two values lie, for choosing the smaller change: in steps for numbers. */
export function stepOf(release: CompiledRelease, id: string): number {
  const fact = factOf(release, id)
  if (fact?.step !== undefined) return fact.step
  return fact?.unit === undefined ? 1 : Math.max(1, Math.floor(units[fact.unit].scale / 100))
}
