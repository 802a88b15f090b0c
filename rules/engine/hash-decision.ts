import { canonicalJson } from '../language/canonical-json.ts'
import { sha256Hex } from '../language/sha256.ts'
import { isAsMade } from './assemble-decision.ts'
import type { Decision } from './decision.ts'
import { textOfFired } from './fired.ts'

/** The bytes of a decision: what is stored, compared and replayed. */
export function decisionBytes(decision: Decision): string {
  // Made with its keys in canonical order, it is written at once; from a database it comes in any order.
  return isAsMade(decision) ? asMade(decision) : canonicalJson(decision)
}

/** The rules that fired are more than half of it, and each of them was written before. */
function asMade({ causes, fired, job, language, lenses, moment, outcome, release, unconfirmed }: Decision): string {
  const rest = JSON.stringify({ job, language, lenses, moment, outcome, release, unconfirmed })
  return `{"causes":${JSON.stringify(causes)},"fired":${textOfFired(fired)},${rest.slice(1)}`
}

export function hashDecision(decision: Decision): string {
  return sha256Hex(decisionBytes(decision))
}
