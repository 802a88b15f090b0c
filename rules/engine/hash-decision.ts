import { canonicalJson } from '../language/canonical-json.ts'
import { sha256Hex } from '../language/sha256.ts'
import { isAsMade } from './assemble-decision.ts'
import type { Decision } from './decision.ts'

/** The bytes of a decision: what is stored, compared and replayed. */
export function decisionBytes(decision: Decision): string {
  // Made with its keys in canonical order, it is written at once; from a database it comes in any order.
  return isAsMade(decision) ? JSON.stringify(decision) : canonicalJson(decision)
}

export function hashDecision(decision: Decision): string {
  return sha256Hex(decisionBytes(decision))
}
