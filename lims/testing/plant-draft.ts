import type { App } from '@ils/lims/app'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { expandRulebook } from '@ils/rules/language/expand-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { sha256Hex } from '@ils/rules/language/sha256'
import { sortRulebook } from '@ils/rules/language/sort-rulebook'

/** The example rulebook with another name: another content that judges alike, in a lab where two people publish. */
export const exampleNamed = (name: string): Rulebook => ({
  ...exampleRulebook,
  name,
  settings: { ...exampleRulebook.settings, review: 'two' },
})

export interface PlantedDraft {
  readonly id: string
  readonly version: number
  readonly hash: string
}

type World = Pick<App, 'db' | 'clock' | 'ids'>

/**
 * A draft as its verbs leave it, written straight into the tables with the application's own role: for tests of what comes
 * after. `by` edits it; without `passed` no check has been made.
 */
export async function plantDraft(
  { db, clock, ids }: World,
  by: { id: string; name: string },
  rulebook: Rulebook,
  more: { base?: number | null; passed?: boolean; version?: number; submittedBy?: string } = {},
): Promise<PlantedDraft> {
  const at = clock.now()
  const hash = await plantContent({ db, clock, ids }, rulebook)
  const id = ids('drf')
  const version = more.version ?? 1
  const base = more.base ?? null
  const who = { by_id: by.id, by_name: by.name, at }
  await db('drafts').insert({
    ...{ id, name: rulebook.name, note: '', base, version, hash, good_version: version, good_hash: hash },
    ...{ created_by: by.id, created_by_name: by.name, created_at: at },
    ...{ changed_by: by.id, changed_by_name: by.name, changed_at: at },
  })
  await db('draft_edits').insert({ draft_id: id, version: 0, kind: 'begin', content_hash: hash, base, ...who })
  await db('draft_edits').insert({ draft_id: id, version, kind: 'import', content_hash: hash, hash, base, ...who })
  const call = (gate: string, input: object) =>
    db.raw(`select ${gate}(?::jsonb)`, [JSON.stringify(input)]) as unknown as Promise<unknown>
  if (more.passed ?? true) await call('keep_check', { hash, state: 'passed', cases_passed: 1, at })
  if (more.submittedBy !== undefined) {
    await call('submit_draft', { id: ids('rev'), draft_id: id, version, comment: '', by_id: more.submittedBy, at })
  }
  return { id, version, hash }
}

async function plantContent({ db, clock }: World, rulebook: Rulebook): Promise<string> {
  const content = canonicalJson(sortRulebook(rulebook))
  const hash = sha256Hex(content)
  const { review, timeZone } = rulebook.settings
  const rules = expandRulebook(rulebook).length
  await db('rulebooks')
    .insert({ hash, content, rules, review, time_zone: timeZone, kept_at: clock.now() })
    .onConflict('hash')
    .ignore()
  return hash
}
