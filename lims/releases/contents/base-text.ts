import type { Db } from '@ils/platform/db/database'
import { findReleaseHash } from '../activations/views.ts'
import { contentOf, findRulebookText } from './store.ts'
import { emptyRulebook } from './empty-rulebook.ts'

/** What a draft was begun from, as text; from nothing is from the empty rulebook. */
export async function baseText(db: Db, base: number | null): Promise<string> {
  if (base === null) return contentOf(emptyRulebook).text
  const hash = await findReleaseHash(db, base)
  if (hash === undefined) throw new Error(`release ${base}, which a draft was begun from, is missing`)
  return findRulebookText(db, hash)
}
