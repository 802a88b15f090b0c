import type { Activation, Release } from '@ils/contract/releases'
import type { Schedule } from '@ils/contract/reviews'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { findRelease, findSchedule, type ActivationRow, type ReleaseRow, type ScheduleRow } from './views.ts'

export async function showRelease(db: Db, number: number): Promise<Release> {
  const row = await findRelease(db, number)
  if (!row) throw new Refusal('not_found', `There is no release ${number}`)
  return releaseOf(row)
}

export function releaseOf(row: ReleaseRow): Release {
  return {
    number: row.number,
    hash: row.hash,
    parent: row.parent,
    name: row.name,
    notes: row.notes,
    draftId: row.draft_id,
    authors: row.authors,
    approvers: row.approvers,
    review: row.review,
    emergency: row.emergency,
    publishedBy: { kind: row.by_kind, id: row.by_id, name: row.by_name },
    publishedAt: row.at.toISOString(),
    impactId: row.impact_id,
    impactSentences: row.impact_sentences,
    acknowledgedBy: row.acknowledged_by,
    findings: row.findings,
    rules: row.rules,
    state: row.in_force ? 'in_force' : row.pilots ? 'pilot' : 'superseded',
    practices: row.in_force ? null : row.pilots,
  }
}

export function showActivation(row: ActivationRow): Activation {
  const { n, kind, release, hash, before, practices, reason, at } = row
  const by = { kind: row.by_kind, id: row.by_id, name: row.by_name }
  return { n, kind, release, hash, before, practices, reason, by, at: at.toISOString() }
}

export async function showSchedule(db: Db, id: string): Promise<Schedule> {
  const row = await findSchedule(db, id)
  if (!row) throw new Refusal('not_found', `There is no schedule ${id}`)
  return scheduleOf(row)
}

export function scheduleOf(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    draftId: row.draft_id,
    draftName: row.draft_name,
    version: row.version,
    hash: row.hash,
    practices: row.practices,
    at: row.due_at.toISOString(),
    local: row.local,
    timeZone: row.time_zone,
    state: row.state,
    reason: row.reason,
    by: { id: row.by_id, name: row.by_name },
    madeAt: row.at.toISOString(),
    release: row.release,
  }
}
