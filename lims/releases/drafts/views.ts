import type { CheckSummary, Draft, Gate } from '@ils/contract/drafts'
import type { Db } from '@ils/platform/db/database'

/** A draft with everything that a list or a page shows of it. */
export interface DraftView {
  id: string
  name: string
  note: string
  base: number | null
  base_hash: string | null
  in_force: number | null
  version: number
  hash: string | null
  good_version: number | null
  fault_count: number
  discarded_at: Date | null
  created_by: string
  created_by_name: string
  created_at: Date
  changed_by: string
  changed_by_name: string
  changed_at: Date
  release: number | null
  scheduled: boolean
  submitted: boolean
  check_state: CheckSummary['state'] | null
  errors: number | null
  warnings: number | null
  advice: number | null
  accepted: number | null
  cases_passed: number | null
  cases_failed: number | null
  seconds: number | null
  checked_at: Date | null
  gates: { gate: Gate['gate']; open: boolean; says: string }[]
}

const DRAFTS = `
  select d.id, d.name, d.note, d.base, b.hash as base_hash, (in_force_for_everyone()).release as in_force, d.version, d.hash,
         d.good_version, jsonb_array_length(d.faults) as fault_count, d.discarded_at, d.created_by, d.created_by_name,
         d.created_at, d.changed_by, d.changed_by_name, d.changed_at, r.number as release,
         exists (select from schedules s where s.draft_id = d.id and s.state = 'waiting') as scheduled,
         standing_submission(d.id, d.version) is not null as submitted,
         c.state as check_state, c.errors, c.warnings, c.advice, c.accepted, c.cases_passed, c.cases_failed, c.seconds,
         c.at as checked_at,
         (select jsonb_agg(jsonb_build_object('gate', g.gate, 'open', g.is_open, 'says', g.says)) from draft_gates(d.id) g) as gates
    from drafts d
    left join releases b on b.number = d.base
    left join releases r on r.draft_id = d.id
    left join rulebook_checks c on c.hash = d.hash`

export async function findDraftView(db: Db, id: string): Promise<DraftView | undefined> {
  const { rows } = await db.raw<{ rows: DraftView[] }>(`${DRAFTS} where d.id = ?`, [id])
  return rows[0]
}

const STATES: Readonly<Record<Draft['state'] | 'open', string>> = {
  open: 'r.number is null and d.discarded_at is null',
  published: 'r.number is not null',
  discarded: 'r.number is null and d.discarded_at is not null',
  scheduled: `r.number is null and d.discarded_at is null
    and exists (select from schedules s where s.draft_id = d.id and s.state = 'waiting')`,
  approved: `r.number is null and d.discarded_at is null and standing_submission(d.id, d.version) is not null
    and exists (select from approvals_of(d))`,
  in_review: `r.number is null and d.discarded_at is null and standing_submission(d.id, d.version) is not null
    and not exists (select from approvals_of(d))`,
  editing: 'r.number is null and d.discarded_at is null and standing_submission(d.id, d.version) is null',
}

export async function listDraftViews(
  db: Db,
  page: {
    before: { changedAt: string; id: string } | undefined
    state: Draft['state'] | 'open' | undefined
    limit: number
  },
): Promise<DraftView[]> {
  const { rows } = await db.raw<{ rows: DraftView[] }>(
    `${DRAFTS}
      where (:at::timestamptz is null or (d.changed_at, d.id) < (:at::timestamptz, :id))
        and ${page.state === undefined ? 'true' : STATES[page.state]}
      order by d.changed_at desc, d.id desc limit :limit`,
    { at: page.before?.changedAt ?? null, id: page.before?.id ?? '', limit: page.limit },
  )
  return rows
}

export interface ReviewRow {
  n: number
  id: string
  kind: 'submitted' | 'withdrawn' | 'approved' | 'declined'
  version: number
  hash: string | null
  comment: string | null
  by_id: string
  by_name: string
  at: Date
  stands: boolean
}

export async function listReviewRows(
  db: Db,
  page: { draftId: string; before: number | undefined; limit: number },
): Promise<ReviewRow[]> {
  const { rows } = await db.raw<{ rows: ReviewRow[] }>(
    `select v.*, v.version = d.version and coalesce(v.n >= standing_submission(d.id, d.version), false) as stands
       from draft_reviews v join drafts d on d.id = v.draft_id
      where v.draft_id = :draftId and v.n < :before order by v.n desc limit :limit`,
    { draftId: page.draftId, before: page.before ?? Number.MAX_SAFE_INTEGER, limit: page.limit },
  )
  return rows
}
