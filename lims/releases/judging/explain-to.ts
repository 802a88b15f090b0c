import type { Actor } from '@ils/platform/actor'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Decision } from '@ils/rules/engine/decision'
import { explain, type Explanation } from '@ils/rules/engine/explain-decision'
import { seesReleases } from './policy.ts'

/** Why it was decided so; rules with their trees and reasons are for those who see releases. */
export function explainTo(actor: Actor, release: CompiledRelease, decision: Decision): Explanation {
  if (seesReleases(actor)) return explain(release, decision)
  return { ...explain(release, { ...decision, fired: [] }, { nearMisses: 0 }), fired: [], nearMisses: [] }
}
