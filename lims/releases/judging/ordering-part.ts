import { hash as digest } from 'node:crypto'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { sortRulebook } from '@ils/rules/language/sort-rulebook'
import { projectOrdering } from '@ils/rules/rulebook/project-ordering'
import { LRUCache } from 'lru-cache'

/** What an ordering screen may hold of a release. */
export interface OrderingPart {
  readonly hash: string
  /** Canonical JSON of it. */
  readonly text: Buffer
}

// A lab of a thousand practices asks for as many parts; most of them are the same, and are kept once.
const MOST_PRACTICES = 10_000
const MOST_BYTES = 64 * 1024 * 1024

const hashes = new LRUCache<string, string>({ max: MOST_PRACTICES })
const parts = new LRUCache<string, OrderingPart>({ maxSize: MOST_BYTES, sizeCalculation: ({ text }) => text.length })

/** The part of a release that is for ordering, with the prices of one practice; null: with all that there are. */
export function orderingPart(release: CompiledRelease, practice: string | null): OrderingPart {
  const key = `${release.hash} ${practice ?? ''}`
  const known = parts.get(hashes.get(key) ?? '')
  if (known) return known
  const text = Buffer.from(canonicalJson(sortRulebook(projected(release, practice))))
  // The same as `hashRulebook`, by the machine’s own arithmetic.
  const hash = digest('sha256', text)
  const part = parts.get(hash) ?? { hash, text }
  hashes.set(key, hash)
  parts.set(hash, part)
  return part
}

export const projected = ({ rulebook }: CompiledRelease, practice: string | null): Rulebook =>
  projectOrdering(rulebook, practice === null ? undefined : { id: practice })
