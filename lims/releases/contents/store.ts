import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import { expandRulebook } from '@ils/rules/language/expand-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { sha256Hex } from '@ils/rules/language/sha256'
import { sortRulebook } from '@ils/rules/language/sort-rulebook'
import { LRUCache } from 'lru-cache'

/** A sound rulebook as it is kept: its hash is over these very bytes. */
export interface Content {
  readonly hash: string
  readonly text: string
  readonly rules: number
  readonly review: Rulebook['settings']['review']
  readonly timeZone: string
}

export function contentOf(rulebook: Rulebook): Content {
  const text = canonicalJson(sortRulebook(rulebook))
  const { review, timeZone } = rulebook.settings
  return { hash: sha256Hex(text), text, rules: expandRulebook(rulebook).length, review, timeZone }
}

/** Keeps a content once, whoever brings it. */
export async function keepContent(db: Db, content: Content, at: Date): Promise<void> {
  const { hash, text, rules, review, timeZone } = content
  await db('rulebooks')
    .insert({ hash, content: text, rules, review, time_zone: timeZone, kept_at: at })
    .onConflict('hash')
    .ignore()
}

export async function keepRulebook(db: Db, rulebook: Rulebook, at: Date): Promise<string> {
  const content = contentOf(rulebook)
  await keepContent(db, content, at)
  return content.hash
}

// Parsed, a rulebook of a thousand rules takes some ten megabytes.
const parsed = new LRUCache<string, Rulebook>({ max: 12 })

/** A kept content never changes, so what was parsed once is right for as long as anybody wants it. */
export async function findRulebook(db: Db, hash: string): Promise<Rulebook> {
  const known = parsed.get(hash)
  if (known) return known
  // It was checked before it was kept, and its hash is its name.
  const rulebook = JSON.parse(await findRulebookText(db, hash)) as Rulebook
  parsed.set(hash, rulebook)
  return rulebook
}

export async function findRulebookText(db: Db, hash: string): Promise<string> {
  const row = await db<{ hash: string; content: string }>('rulebooks').where({ hash }).first('content')
  if (!row) throw new Refusal('not_found', `There is no content ${hash}`)
  return row.content
}
