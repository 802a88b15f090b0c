import type { Saved } from '@ils/contract/draft-edits'
import type { Person } from '@ils/contract/rulebook-shapes'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { afterCommit, inTransaction } from '@ils/platform/db/transaction'
import type { Fault } from '@ils/rules/language/fault'
import type { Operation } from '@ils/rules/rulebook/operation'
import type { App } from '../../app.ts'
import { announceSuspended, type SuspendedSchedule } from '../activations/announce.ts'
import { askForCheck } from './ask-for-check.ts'
import { rememberContent } from './draft-content.ts'
import { mustBeAt, mustBeOpen, mustHoldDraft } from './policy.ts'
import { insertEdit, updateDraft, type DraftRow, type EditRow } from './store.ts'
import type { Made } from './draft-work.ts'
import { callGate } from '../gates/store.ts'
import { keepContent } from '../contents/store.ts'
import { showDraft } from './show-draft.ts'

/** A version to be kept on top of the one that was seen. */
export interface NewVersion {
  readonly kind: Exclude<EditRow['kind'], 'begin'>
  readonly title: string | null
  readonly touched: readonly string[]
  readonly base: number | null
  /** Null where it is not sound. */
  readonly hash: string | null
  readonly faults: readonly Fault[]
  readonly operations?: readonly Operation[]
  /** It came whole: its operations only say what it changed. */
  readonly isWhole?: boolean
  /** The earlier version whose content this is. */
  readonly restores?: number
  readonly made?: Made
  /** What else belongs to it. */
  also?(trx: Trx, version: number): Promise<void>
}

const MOST_TOUCHED = 100

/**
 * Keeps a version if the draft is still at the one that was seen: the history gets a line, the check is asked for, and
 * what was scheduled waits for people to look again.
 */
export async function keepVersion(
  app: App,
  { actor, person }: { readonly actor: Actor; readonly person: Person },
  seen: DraftRow,
  next: NewVersion,
): Promise<Saved> {
  const { kind, title, touched, base, hash, faults, operations = [], restores = null, made } = next
  return inTransaction(app.db, async (trx) => {
    const draft = await mustHoldDraft(trx, seen.id)
    mustBeOpen(draft)
    mustBeAt(draft, seen.version)
    const at = app.clock.now()
    const version = draft.version + 1
    if (made?.content) await keepContent(trx, made.content, at)
    await insertEdit(trx, {
      ...{ draft_id: draft.id, version, kind, title, operations, touched: touched.slice(0, MOST_TOUCHED), restores },
      ...{ content_hash: next.isWhole === true ? hash : null, hash, faults, base },
      ...{ by_id: person.id, by_name: person.name, at },
    })
    await updateDraft(trx, draft.id, {
      ...{ version, hash, faults, base, changed_by: person.id, changed_by_name: person.name, changed_at: at },
      ...(hash === null ? {} : { good_version: version, good_hash: hash }),
    })
    await suspendWaiting(app, trx, actor, draft.id, `${person.name} changed the draft`)
    if (hash !== null) await askForCheck(app, trx, { draftId: draft.id, version, hash })
    await next.also?.(trx, version)
    const text = made?.content?.text ?? made?.unsound
    if (text) {
      afterCommit(trx, () => {
        rememberContent(draft.id, version, text)
      })
    }
    return { draft: await showDraft(trx, draft.id), touched: [...touched], faults: [...faults] }
  })
}

/** Nothing was changed, so nothing is kept and nothing is taken back. */
export async function keptAsItIs(app: App, { id, faults }: DraftRow): Promise<Saved> {
  return { draft: await showDraft(app.db, id), touched: [], faults }
}

/** What is scheduled stands on what was looked at; that is another content now. */
export async function suspendWaiting(app: App, trx: Trx, actor: Actor, draftId: string, reason: string): Promise<void> {
  const { suspended } = await callGate<{ suspended: SuspendedSchedule[] }>(trx, 'suspend_schedules', {
    ...{ draft_id: draftId, reason, at: app.clock.now() },
  })
  await announceSuspended(app, trx, suspended, reason, actor)
}
