import type { Aggregate, FactValue } from '../vocabulary/fact.ts'
import type { Saying } from './judgement.ts'

/** The job's view of a fact of its lenses: of those that are given, ordered or not; what does not apply is left out. */
export function aggregated(lenses: readonly Saying[], slot: number, how: Aggregate): FactValue {
  let numbers: number | null = null
  let seen = 0
  let yes = 0
  for (const { values } of lenses) {
    const value = values[slot] ?? null
    if (value === null) continue
    seen++
    if (value === true) yes++
    if (typeof value !== 'number') continue
    numbers = numbers === null ? value : combined(numbers, value, how)
  }
  if (how === 'either') return seen === 0 ? null : yes > 0
  if (how === 'both') return seen === 0 ? null : yes === lenses.length
  return numbers
}

function combined(a: number, b: number, how: Aggregate): number {
  return how === 'sum' ? a + b : how === 'highest' ? Math.max(a, b) : Math.min(a, b)
}
