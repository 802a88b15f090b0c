import type { App } from '../../app.ts'
import type { LineRow } from '../lines/store.ts'
import { catalogueOfMachines, type Machine } from '../machine-of-line.ts'

/** A design engine, and the step at which lenses wait for it. */
export interface Engine {
  readonly machine: Machine
  readonly machines: ReadonlyMap<string, Machine>
  readonly step: string
}

/** Where lenses wait for an engine whose catalogue entry names no station. */
const USUAL_STEP = 'design-engine'

/** The engine that a line leads to; null: it leads to a machine. */
export async function engineOf(app: App, line: LineRow): Promise<Engine | null> {
  const { release } = await app.rules.inForce(null)
  const engines = release.compiled.rulebook.catalogue['engines'] ?? []
  if (!engines.some(({ id }) => id === line.machine)) return null
  const machines = await catalogueOfMachines(app)
  const machine = machines.get(line.machine)
  return machine ? { machine, machines, step: machine.station ?? USUAL_STEP } : null
}
