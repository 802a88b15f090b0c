import type { Rulebook, Text } from '@ils/rules/language/rulebook'
import { readBlanks, type Blank } from '@ils/rules/optics/blank-list'
import type { FactValue } from '@ils/rules/vocabulary/fact'

export interface ListedBlank {
  readonly opc: string
  readonly label: string
  readonly supplier: string | null
  /** The entry of the catalogue. */
  readonly product: string
}

/** Every blank of a catalogue by its id; one that stands in two lists is of the first. */
export function listedBlanks({ catalogue, settings }: Rulebook): Map<string, ListedBlank> {
  const listed = new Map<string, ListedBlank>()
  for (const entry of Object.values(catalogue).flat()) {
    const label = labelIn(entry.label, settings.languages) ?? entry.id
    for (const blank of Object.values(entry.attributes).flatMap(blanksOf)) {
      if (listed.has(blank.id)) continue
      const named = `${label}, ${describe(blank)}`.slice(0, MOST_OF_A_LABEL)
      listed.set(blank.id, { opc: blank.id, label: named, supplier: blank.supplier, product: entry.id })
    }
  }
  return listed
}

/** As many as the contract takes of a label that is put by hand. */
const MOST_OF_A_LABEL = 120

function blanksOf(value: FactValue): readonly Blank[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return [...(readBlanks(value)?.byId.values() ?? [])]
}

function labelIn(label: Text, languages: readonly string[]): string | undefined {
  if (typeof label === 'string') return label
  const known = languages.find((language) => Object.hasOwn(label, language))
  return known === undefined ? undefined : label[known]
}

/** What tells it from its neighbours on the shelf. The catalogue counts dioptres in thousandths, lengths in hundredths of a millimetre. */
function describe({ base, sphere, cylinder, add, eye, diameter }: Blank): string {
  const finished = sphere !== null || cylinder !== null
  const said = [
    finished ? `${signed(sphere ?? 0)} ${signed(cylinder ?? 0)}` : base !== null && `base ${dioptres(base)}`,
    add !== null && `add ${dioptres(add)}`,
    eye,
    `${diameter / 100} mm`,
  ]
  return said.filter((part) => typeof part === 'string').join(', ')
}

const dioptres = (thousandths: number): string => (thousandths / 1000).toFixed(3).replace(/0$/, '')
const signed = (thousandths: number): string => `${thousandths < 0 ? '' : '+'}${dioptres(thousandths)}`
