import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { App } from '../app.ts'
import { callGate } from './gate-store.ts'
import { keepRulebook } from './rulebook-store.ts'

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

/**
 * A draft as its verbs leave it, written straight into the tables with the application's own role: for tests of what comes
 * after. `by` edits it; without `passed` no check has been made.
 */
export async function plantDraft(
  app: Pick<App, 'db' | 'clock' | 'ids'>,
  by: { id: string; name: string },
  rulebook: Rulebook,
  more: { base?: number | null; passed?: boolean; version?: number; submittedBy?: string } = {},
): Promise<PlantedDraft> {
  const { db, clock, ids } = app
  const at = clock.now()
  const hash = await keepRulebook(db, rulebook, at)
  const id = ids('drf')
  const version = more.version ?? 1
  const base = more.base ?? null
  const who = { by_id: by.id, by_name: by.name, at }
  await db('drafts').insert({
    id,
    name: rulebook.name,
    note: '',
    base,
    version,
    hash,
    good_version: version,
    good_hash: hash,
    created_by: by.id,
    created_by_name: by.name,
    created_at: at,
    changed_by: by.id,
    changed_by_name: by.name,
    changed_at: at,
  })
  await db('draft_edits').insert({ draft_id: id, version: 0, kind: 'begin', content_hash: hash, base, ...who })
  await db('draft_edits').insert({ draft_id: id, version, kind: 'import', content_hash: hash, hash, base, ...who })
  if (more.passed ?? true) await callGate(db, 'keep_check', { hash, state: 'passed', cases_passed: 1, at })
  if (more.submittedBy !== undefined) {
    await callGate(db, 'submit_draft', {
      id: ids('rev'),
      draft_id: id,
      version,
      comment: '',
      by_id: more.submittedBy,
      at,
    })
  }
  return { id, version, hash }
}
