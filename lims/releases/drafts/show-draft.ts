import type { CheckSummary, Draft } from '@ils/contract/drafts'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findDraftView, type DraftView } from './views.ts'

/** A draft as everybody sees it, with its gates; refuses one that is not there. */
export async function showDraft(db: Db, draftId: string): Promise<Draft> {
  const view = await findDraftView(db, draftId)
  if (!view) throw new Refusal('not_found', `There is no draft ${draftId}`)
  return draftOf(view)
}

export function draftOf(view: DraftView): Draft {
  return {
    id: view.id,
    name: view.name,
    note: view.note,
    state: stateOf(view),
    base: view.base,
    baseHash: view.base_hash,
    stale: view.release === null && view.base !== view.in_force,
    version: view.version,
    hash: view.hash,
    goodVersion: view.good_version,
    check: checkOf(view),
    // Of what is published nothing is asked any more.
    gates: view.release === null ? view.gates : [],
    createdBy: { id: view.created_by, name: view.created_by_name },
    createdAt: view.created_at.toISOString(),
    changedBy: { id: view.changed_by, name: view.changed_by_name },
    changedAt: view.changed_at.toISOString(),
    release: view.release,
  }
}

function stateOf({ release, discarded_at, scheduled, submitted, gates }: DraftView): Draft['state'] {
  if (release !== null) return 'published'
  if (discarded_at) return 'discarded'
  if (scheduled) return 'scheduled'
  if (!submitted) return 'editing'
  return gates.find(({ gate }) => gate === 'review')?.open === true ? 'approved' : 'in_review'
}

/** An unsound version was checked when it was saved: its faults are what was found. */
function checkOf(view: DraftView): CheckSummary | null {
  const summary = {
    version: view.version,
    faults: view.fault_count,
    errors: view.errors ?? 0,
    warnings: view.warnings ?? 0,
    advice: view.advice ?? 0,
    accepted: view.accepted ?? 0,
    casesPassed: view.cases_passed ?? 0,
    casesFailed: view.cases_failed ?? 0,
    seconds: view.seconds,
    at: view.checked_at?.toISOString() ?? null,
  }
  if (view.hash === null) return { ...summary, state: 'failed' }
  return { ...summary, state: view.check_state ?? 'waiting' }
}
