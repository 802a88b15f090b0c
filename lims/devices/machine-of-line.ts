import type { CatalogueEntry } from '@ils/rules/language/rulebook'
import type { App } from '../app.ts'

/** A machine as the catalogue of the rules in force describes it. */
export interface Machine {
  readonly id: string
  /** Where it stands; null: at no station of the floor. */
  readonly station: string | null
  readonly class: string | null
  /** Its class in the standard's words, DEV; null: it has none. */
  readonly dev: string | null
  readonly vendor: string
  readonly model: string
  /** Labels it gets besides those of its class. */
  readonly labels: readonly string[]
}

/** Machines and design engines: whatever a line can lead to. */
export async function catalogueOfMachines(app: App): Promise<ReadonlyMap<string, Machine>> {
  const { release } = await app.rules.inForce(null)
  const { catalogue } = release.compiled.rulebook
  const entries = [...(catalogue['machines'] ?? []), ...(catalogue['engines'] ?? [])]
  return new Map(entries.map((entry) => [entry.id, machineOf(entry)]))
}

function machineOf({ id, attributes }: CatalogueEntry): Machine {
  const text = (name: string): string | null => {
    const value = attributes[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const labels = attributes['labels']
  return {
    ...{ id, station: text('station'), class: text('class'), dev: text('dev') },
    ...{ vendor: text('vendor') ?? '', model: text('model') ?? '' },
    labels: Array.isArray(labels) ? labels.map(String) : [],
  }
}
