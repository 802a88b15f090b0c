import { canonicalJson } from './canonical-json.ts'
import { expandRulebook } from './expand-rulebook.ts'
import type { Rulebook } from './rulebook.ts'
import { sha256Hex } from './sha256.ts'
import { sortRulebook } from './sort-rulebook.ts'

/** The rulebook's identity: neither the order of files nor that of keys changes it. */
export function hashRulebook(rulebook: Rulebook): string {
  return sha256Hex(canonicalJson(sortRulebook(rulebook)))
}

/** Of every rule, plain ones and rows of tables, by id: two releases differ in the rules whose hashes do. */
export function ruleHashes(rulebook: Rulebook): ReadonlyMap<string, string> {
  return new Map(expandRulebook(rulebook).map(({ id, hash }) => [id, hash]))
}
