import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { FactValue } from '@ils/rules/vocabulary/fact'

const FIELDS = ['base', 'front', 'diameter', 'centre', 'edge', 'supplier'] as const

/** What the catalogue says of a blank, as the facts that are told to machines. */
export function blankFacts(release: CompiledRelease, opc: string): Record<string, FactValue> {
  for (const { attributes } of release.rulebook.catalogue['blanks'] ?? []) {
    const shape = attributes['blanks']
    if (typeof shape !== 'object' || shape === null || !('blanks' in shape) || !Array.isArray(shape.blanks)) continue
    const found: unknown = shape.blanks.find(
      (one: unknown) => typeof one === 'object' && one !== null && 'id' in one && one.id === opc,
    )
    if (typeof found !== 'object' || found === null) continue
    const blank = found as Readonly<Record<string, unknown>> // An object, as was just seen.
    const facts: Record<string, FactValue> = { 'blank.id': opc }
    for (const field of FIELDS) {
      const value = blank[field]
      if (typeof value === 'number' || typeof value === 'string') facts[`blank.${field}`] = value
    }
    return facts
  }
  return {}
}
