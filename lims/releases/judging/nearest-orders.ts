import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Validation } from '@ils/contract/validation'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { searchNearest, type Nearest } from '@ils/rules/engine/nearest-accepted'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { Speech } from './show-validation.ts'

// A quarter of a millisecond each, by the standard lab: most searches come to their end with fewer.
const MOST_JUDGEMENTS = 600
const AT_A_STRETCH_MS = 10

/** The smallest changes with which an order can be made, in the caller’s fields and units. Others are served in between. */
export async function nearestOrders(
  release: CompiledRelease,
  configuration: Configuration,
  speech: Speech,
): Promise<Pick<Validation, 'nearest' | 'nearestCut'>> {
  const search = searchNearest(release, 'order', configuration, MOST_JUDGEMENTS)
  let began = performance.now()
  for (;;) {
    const step = search.next()
    if (step.done === true) return shown(step.value, speech)
    if (performance.now() - began < AT_A_STRETCH_MS) continue
    await nextTurn()
    began = performance.now()
  }
}

function shown({ suggestions, cut }: Nearest, speech: Speech): Pick<Validation, 'nearest' | 'nearestCut'> {
  return {
    nearest: suggestions.map(({ field, eye, from, to, outcome, clears, sentence }) => ({
      ...{ field: speech.fieldOf(field, eye), eye, outcome, clears: [...clears], sentence },
      ...{ from: speech.valueOf(field, from), to: speech.valueOf(field, to) },
    })),
    nearestCut: cut,
  }
}
