import type { LineSettings } from '@ils/contract/devices'
import type { WantedLabel } from '@ils/oma/session/initialisation'
import { labelSets } from '../label-sets.ts'
import type { Machine } from '../machine-of-line.ts'

/** What a machine gets that lists nothing: the set of its class, what the catalogue names for it, what its line adds. */
export function presetLabels(machine: Machine, settings: LineSettings): WantedLabel[] {
  const ofClass = machine.dev === null ? [] : (labelSets[machine.dev.toUpperCase()] ?? [])
  const added = Object.keys(settings.overrides ?? {})
  const names = [...ofClass, ...machine.labels, ...(settings.labels ?? []), ...added]
  return [...new Set(names.map((label) => label.toUpperCase()))].map((label) => ({ label, mandatory: false }))
}
