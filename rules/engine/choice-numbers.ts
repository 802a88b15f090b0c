import type { FactValue } from '../vocabulary/fact.ts'
import type { CompiledFact } from './compiled-fact.ts'

/** What is remembered for the combination of some choices that was read last. */
export interface Combination<T> {
  /** Undefined where nothing was kept yet. */
  known(): T | undefined
  keep(what: T): void
}

export interface ChoiceNumbers<T> {
  /** Numbers the choices of one order: until the next one is read, combinations are of these. */
  read(values: readonly FactValue[]): void
  /** Null where there are more combinations than numbers that are exact. */
  combination(facts: readonly string[]): Combination<T> | null
}

/** Combinations of words in a set are without end; these many have a number at a time. */
const MOST_SETS = 1000
const MOST_KEPT = 2000

/** Choices as small numbers, so that a combination of them is one number too. Judging is synchronous: one order at a time. */
export function openChoiceNumbers<T>(facts: readonly CompiledFact[]): ChoiceNumbers<T> {
  const numbered = facts.map(({ id, slot, isSet, allowed }) => ({
    id,
    slot,
    count: isSet ? MOST_SETS + 1 : (allowed?.size ?? 0) + 1,
    // What was not chosen is 0.
    words: new Map([...(allowed ?? [])].map((word, at) => [word, at + 1])),
    sets: new Map<string, number>(),
  }))
  const current = numbered.map(() => 0)
  const kept: Map<number, T>[] = []

  const numberOfSet = ({ words, sets }: (typeof numbered)[number], chosen: readonly unknown[]): number => {
    let key = ''
    for (const word of chosen) key += `${words.get(word as string) ?? 0} ` // what is no word has no number
    const known = sets.get(key)
    if (known !== undefined) return known
    if (sets.size >= MOST_SETS) {
      sets.clear()
      for (const one of kept) one.clear()
    }
    sets.set(key, sets.size + 1)
    return sets.size
  }

  return {
    read(values) {
      for (let at = 0; at < numbered.length; at++) {
        const one = numbered[at]! // at is below their number
        const value = values[one.slot]
        current[at] = Array.isArray(value) ? numberOfSet(one, value) : (one.words.get(value as string) ?? 0) // as above
      }
    },
    combination(ids) {
      const places = numbered.flatMap(({ id }, at) => (ids.includes(id) ? [at] : []))
      const most = places.reduce((product, at) => product * (numbered[at]?.count ?? 1), 1)
      if (most > Number.MAX_SAFE_INTEGER) return null
      const found = new Map<number, T>()
      kept.push(found)
      const key = (): number => {
        let sum = 0
        for (const at of places) sum = sum * (numbered[at]?.count ?? 1) + (current[at] ?? 0)
        return sum
      }
      return {
        known: () => found.get(key()),
        keep: (what) => {
          // The oldest goes: what is chosen often comes back at once.
          if (found.size >= MOST_KEPT) found.delete(found.keys().next().value ?? 0)
          found.set(key(), what)
        },
      }
    },
  }
}
