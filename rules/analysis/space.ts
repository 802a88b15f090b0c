import type { CatalogueEntry, Rulebook } from '../language/rulebook.ts'
import type { Fact, FactValue } from '../vocabulary/fact.ts'
import { domainOf, listDomain, type Domain } from './domain.ts'

/**
 * One dimension of what can be ordered. `given`: any place may be chosen. `opaque`: the place follows from others in a way
 * that cells do not know (computed, derived, both eyes), so it may be anything, and an example has to be searched.
 */
export interface Axis {
  readonly number: number
  readonly domain: Domain
  readonly opaque: boolean
  /** The fact whose value the place is; undefined for a test of two facts. */
  readonly fact: Fact | undefined
  /** A set has an axis for each word that is tested, and one for being null. */
  readonly word: string | undefined
  /** A test of two facts: what they are, and how to answer it. */
  readonly guard: Guard | undefined
  readonly label: string
}

export interface Guard {
  readonly left: string
  readonly right: string
  readonly operator: string
}

/** How a fact's value hangs on an axis: its own, or that of the given fact which chose its catalogue entry. */
export interface FactView {
  readonly axis: Axis
  readonly valueAt: (place: number) => FactValue
  readonly stretches: (literals: readonly unknown[]) => readonly number[]
  readonly few: boolean
  readonly own: boolean
}

/** All axes, made when they are first asked for; they stay while rules are edited. */
export interface Space {
  readonly facts: ReadonlyMap<string, Fact>
  /** Where in the vocabulary a fact stands. */
  readonly places: ReadonlyMap<string, number>
  readonly axes: readonly Axis[]
  /** Null for shapes, and for sets that are looked at word by word. */
  readonly view: (factId: string) => FactView | null
  readonly guard: (guard: Guard) => Axis
  /** Of a set fact; `word` undefined: 0 it is there, 1 it is null; undefined when it never is. */
  readonly member: (fact: Fact, word: string | undefined) => Axis | undefined
}

const YES_OR_NO = listDomain([false, true], false)

export function makeSpace(rulebook: Rulebook): Space {
  const facts = new Map(rulebook.vocabulary.map((fact) => [fact.id, fact]))
  const catalogue = new Map(
    Object.entries(rulebook.catalogue).map(([kind, entries]) => [
      kind,
      new Map(entries.map((entry) => [entry.id, entry])),
    ]),
  )
  const axes: Axis[] = []
  const views = new Map<string, FactView | null>()
  const named = new Map<string, Axis>()

  const add = (name: string, axis: Omit<Axis, 'number'>): Axis => {
    const made = { number: axes.length, ...axis }
    axes.push(made)
    named.set(name, made)
    return made
  }
  const entryIds = (fact: Fact): string[] => [...(catalogue.get(fact.valuesOf ?? '')?.keys() ?? [])]

  const ownView = (fact: Fact): FactView | null => {
    const declared = domainOf(fact, canBeNull(fact), entryIds(fact))
    // Without any value nothing could be said of anything: then it is never there.
    const domain = declared?.size === 0 ? domainOf(fact, true, entryIds(fact)) : declared
    if (!domain) return null
    const { id, label } = fact
    const opaque = isOpaque(fact)
    const axis = add(`fact ${id}`, { domain, opaque, fact, word: undefined, guard: undefined, label: label || id })
    return { axis, valueAt: domain.valueAt, stretches: domain.stretches, few: domain.few, own: true }
  }

  const makeView = (fact: Fact, above: ReadonlySet<string>): FactView | null => {
    if (fact.source.kind !== 'catalogue') return ownView(fact)
    const { of, attribute } = fact.source
    const chooser = facts.get(of)
    const entries = chooser?.valuesOf === undefined ? undefined : catalogue.get(chooser.valuesOf)
    const root = chooser && entries && !above.has(of) ? viewOf(of, new Set([...above, fact.id])) : null
    if (!root?.few || fact.type === 'shape') return ownView(fact)
    const entryAt = (view: FactView, place: number): CatalogueEntry | undefined => {
      const id = view.valueAt(place)
      return typeof id === 'string' ? entries?.get(id) : undefined
    }
    const values = Array.from({ length: root.axis.domain.size }, (_, place) =>
      attributeOf(entryAt(root, place), attribute),
    )
    const each = root.axis.domain.stretches([])
    const stretches = root.own ? () => each : root.stretches
    return { axis: root.axis, valueAt: (place) => values[place] ?? null, stretches, few: true, own: false }
  }

  const viewOf = (id: string, above: ReadonlySet<string>): FactView | null => {
    const known = views.get(id)
    if (known !== undefined) return known
    const fact = facts.get(id)
    const view = fact ? makeView(fact, above) : null
    views.set(id, view)
    return view
  }

  // Axes stand as the facts do, whatever is asked for first: then findings do not depend on that either.
  for (const id of facts.keys()) viewOf(id, new Set())
  return {
    facts,
    places: new Map([...facts.keys()].map((id, place) => [id, place])),
    axes,
    view: (id) => viewOf(id, new Set()),
    guard(guard) {
      const { left, right, operator } = guard
      const label = `${left} ${operator} ${right}`
      const name = `guard ${label}`
      const opaque = true
      return named.get(name) ?? add(name, { domain: YES_OR_NO, opaque, fact: undefined, word: undefined, guard, label })
    },
    member(fact, word) {
      if (word === undefined && !canBeNull(fact)) return undefined
      const name = JSON.stringify(['set', fact.id, word ?? null])
      const label = word === undefined ? `${fact.label || fact.id} null` : `${fact.label || fact.id} with ${word}`
      const opaque = isOpaque(fact)
      return named.get(name) ?? add(name, { domain: YES_OR_NO, opaque, fact, word, guard: undefined, label })
    },
  }
}

function attributeOf(entry: CatalogueEntry | undefined, attribute: string): FactValue {
  return entry && Object.hasOwn(entry.attributes, attribute) ? (entry.attributes[attribute] ?? null) : null
}

export const isInput = (fact: Fact): boolean => fact.source.kind === 'given' || fact.source.kind === 'world'

/** Which lens it is follows from what is ordered, and any may be. */
const isOpaque = (fact: Fact): boolean => !isInput(fact) && fact.source.kind !== 'asked'

/** What nobody has to state, and what follows from something that may be missing, is null at times whatever is declared. */
function canBeNull(fact: Fact): boolean {
  if (fact.source.kind === 'derived' && fact.type === 'set') return false
  return fact.nullable || !['given', 'asked'].includes(fact.source.kind) || fact.moment !== 'order'
}
