import type { Fact } from './fact.ts'

/** The vocabulary as its readers need it: by id, and with the words that an enum or a set may hold. */
export interface VocabularyIndex {
  readonly facts: ReadonlyMap<string, Fact>
  /** By fact; absent where everything goes. */
  readonly words: ReadonlyMap<string, ReadonlySet<string>>
}

export type Catalogue = Readonly<Record<string, readonly { readonly id: string }[]>>

export function indexVocabulary(facts: readonly Fact[], catalogue: Catalogue): VocabularyIndex {
  const ofKind = new Map<string, ReadonlySet<string>>()
  const words = new Map<string, ReadonlySet<string>>()
  for (const { id, type, values, valuesOf } of facts) {
    if (type !== 'enum' && type !== 'set') continue
    if (values) words.set(id, new Set(values))
    if (valuesOf === undefined || !Object.hasOwn(catalogue, valuesOf)) continue
    let ids = ofKind.get(valuesOf)
    if (!ids) {
      const entries = catalogue[valuesOf] ?? []
      ofKind.set(valuesOf, (ids = new Set(entries.map((entry) => entry.id))))
    }
    words.set(id, ids)
  }
  return { facts: new Map(facts.map((fact) => [fact.id, fact])), words }
}
