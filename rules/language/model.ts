import type { TopLevelCondition } from '../engine/condition.ts'
import { moments, type Fact, type Moment } from '../vocabulary/fact.ts'
import { indexVocabulary, type VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { didYouMean } from './nearest-word.ts'
import type { Parts } from './read-parts.ts'
import type { CatalogueEntry, Group } from './rulebook.ts'
import type { Tell } from './tell.ts'

/** What every checker looks things up in. */
export interface Model {
  readonly parts: Parts
  readonly vocabulary: VocabularyIndex
  readonly catalogue: ReadonlyMap<string, ReadonlyMap<string, CatalogueEntry>>
  readonly groups: ReadonlyMap<string, Group>
  /** Shared conditions of the right form. */
  readonly shared: Readonly<Record<string, TopLevelCondition>>
  readonly languages: readonly string[]
  /** By scope, moment and name: facts that a shared condition reads although they are not seen from there. */
  readonly read: Map<string, readonly Fact[]>
}

export function modelOf(parts: Parts): Model {
  const entries = new Map(
    [...parts.catalogue].map(([kind, list]) => [kind, new Map(list.map(({ part }) => [part.id, part]))] as const),
  )
  // An entry of the wrong form is told of once, not wherever it is chosen.
  const doubtful = [...parts.doubtful].map((id) => ({ id }))
  const kinds = Object.fromEntries(
    [...parts.catalogue].map(([kind, list]) => [kind, [...list.map(({ part }) => part), ...doubtful]]),
  )
  return {
    parts,
    vocabulary: indexVocabulary(
      parts.facts.map(({ part }) => part),
      kinds,
    ),
    catalogue: entries,
    groups: new Map(parts.groups.map(({ part }) => [part.id, part])),
    shared: {},
    languages: parts.settings?.languages ?? [],
    read: new Map(),
  }
}

/** Finds a fact, or tells that there is none; a fact of the wrong form was told already. */
export function findFact(model: Model, id: string, at: string, tell: Tell): Fact | null {
  const fact = model.vocabulary.facts.get(id)
  if (fact) return fact
  if (!model.parts.doubtful.has(id))
    tell('unknown_fact', `Unknown fact \`${id.slice(0, 100)}\`${didYouMean(id, model.vocabulary.facts.keys())}`, at)
  return null
}

export function tellTwice<Part>(
  parts: readonly { readonly part: Part; readonly at: string }[],
  idOf: (part: Part) => string,
  [what, tell]: readonly [string, Tell],
): void {
  const seen = new Set<string>()
  for (const { part, at } of parts) {
    const id = idOf(part)
    if (!seen.has(id)) seen.add(id)
    else tell('duplicate_id', `Another ${what} has the id \`${id}\` already.`, `${at}/id`, id)
  }
}

export const isLater = (one: Moment, other: Moment): boolean => moments.indexOf(one) > moments.indexOf(other)
