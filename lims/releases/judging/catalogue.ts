import type { CatalogueEntry, Rulebook, Text } from '@ils/rules/language/rulebook'
import { inCodeUnits } from '@ils/rules/language/sort-rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { naturalOf } from './simple-order/natural-value.ts'

/** An entry as it is looked for and shown. */
export interface Offered {
  readonly kind: string
  readonly id: string
  readonly label: Text
  readonly from: string | null
  readonly until: string | null
  /** Id and labels of every language, folded: what words are looked for in. */
  readonly words: string
  /** Numbers in natural units. Shapes (lists of blanks, charts) are for arithmetic, and stand in the rulebook. */
  readonly attributes: Readonly<Record<string, unknown>>
}

/** Everything that a rulebook offers, by kind and id. */
export function catalogueOf({ catalogue, vocabulary }: Rulebook): Offered[] {
  const reading = factsOfAttributes(vocabulary)
  return Object.entries(catalogue)
    .sort(([a], [b]) => inCodeUnits(a, b))
    .flatMap(([kind, entries]) =>
      entries.toSorted((a, b) => inCodeUnits(a.id, b.id)).map((entry) => offered(kind, entry, reading)),
    )
}

type Reading = ReadonlyMap<string, Fact>

const key = (kind: string, attribute: string): string => `${kind} ${attribute}`

/** The facts that attributes are read as: these know the unit. */
function factsOfAttributes(vocabulary: readonly Fact[]): Reading {
  const kinds = new Map(vocabulary.map(({ id, valuesOf }) => [id, valuesOf]))
  return new Map(
    vocabulary.flatMap((fact) => {
      const { source } = fact
      const kind = source.kind === 'catalogue' ? kinds.get(source.of) : undefined
      return source.kind === 'catalogue' && kind !== undefined ? [[key(kind, source.attribute), fact] as const] : []
    }),
  )
}

function offered(kind: string, entry: CatalogueEntry, reading: Reading): Offered {
  const { id, label, attributes, from = null, until = null } = entry
  const labels = typeof label === 'string' ? [label] : Object.values(label)
  const shown = Object.entries(attributes).filter(([, value]) => !isShape(value))
  return {
    ...{ kind, id, label, from, until },
    words: [id, ...labels].map(folded).join('\n'),
    attributes: Object.fromEntries(
      shown.map(([name, value]) => [name, naturalOf(reading.get(key(kind, name)), value)]),
    ),
  }
}

function isShape(value: FactValue): boolean {
  if (typeof value !== 'object' || value === null) return false
  return !Array.isArray(value) || value.some((part) => typeof part !== 'string')
}

/** As people type it: without accents, in lower case. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
