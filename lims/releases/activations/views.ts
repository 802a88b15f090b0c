import type { Activation, Release } from '@ils/contract/releases'
import type { Schedule } from '@ils/contract/reviews'
import type { Person } from '@ils/contract/rulebook-shapes'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'

export interface ReleaseRow {
  number: number
  hash: string
  parent: number | null
  name: string
  notes: string
  draft_id: string
  authors: Person[]
  approvers: Person[]
  review: Release['review']
  emergency: string | null
  by_kind: 'person' | 'service' | 'system'
  by_id: string | null
  by_name: string
  at: Date
  impact_id: string | null
  impact_sentences: string[]
  acknowledged_by: Person | null
  findings: Release['findings']
  rules: number
  /** For everyone, now. */
  in_force: boolean
  pilots: string[] | null
}

export interface ActivationRow {
  n: number
  release: number
  hash: string
  kind: Activation['kind']
  before: number | null
  practices: string[] | null
  reason: string | null
  by_kind: 'person' | 'service' | 'system'
  by_id: string | null
  by_name: string
  at: Date
}

export type ActivationInForce = Pick<ActivationRow, 'n' | 'release' | 'hash' | 'practices' | 'at'>

/** The last activation for everyone and the pilots since, in their order. */
export async function findActivations(db: Db): Promise<ActivationInForce[]> {
  const { rows } = await db.raw<{ rows: ActivationInForce[] }>(
    `select a.n, a.release, r.hash, a.practices, a.at
       from activations a join releases r on r.number = a.release
      where a.n >= coalesce((select max(n) from activations where practices is null), 0)
      order by a.n`,
  )
  return rows
}

/** Contents that may come into force at any moment: in review or scheduled. */
export async function findPrepared(db: Db): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { hash: string }[] }>(
    `select d.hash from drafts d
      where d.hash is not null and d.discarded_at is null
        and not exists (select from releases r where r.draft_id = d.id)
        and standing_submission(d.id, d.version) is not null
      union select s.hash from schedules s where s.state = 'waiting'
      limit 8`,
  )
  return rows.map(({ hash }) => hash)
}

export async function findReleaseHash(db: Db, number: number): Promise<string | undefined> {
  return (await db<ReleaseRow>('releases').where({ number }).first('hash'))?.hash
}

const RELEASES = `
  select r.*, b.rules, r.number is not distinct from (in_force_for_everyone()).release as in_force,
         (select array_agg(p.practice order by p.practice) from pilots() p where p.release = r.number) as pilots
    from releases r join rulebooks b on b.hash = r.hash`

export async function findRelease(db: Db, number: number): Promise<ReleaseRow | undefined> {
  const { rows } = await db.raw<{ rows: ReleaseRow[] }>(`${RELEASES} where r.number = ?`, [number])
  return rows[0]
}

export async function listReleases(db: Db, page: { before: number | undefined; limit: number }): Promise<ReleaseRow[]> {
  const { rows } = await db.raw<{ rows: ReleaseRow[] }>(
    `${RELEASES} where r.number < :before order by r.number desc limit :limit`,
    { before: page.before ?? 2_147_483_647, limit: page.limit },
  )
  return rows
}

export async function listActivations(
  db: Db,
  page: { before: number | undefined; limit: number },
): Promise<ActivationRow[]> {
  const { rows } = await db.raw<{ rows: ActivationRow[] }>(
    `select a.*, r.hash from activations a join releases r on r.number = a.release
      where a.n < :before order by a.n desc limit :limit`,
    { before: page.before ?? Number.MAX_SAFE_INTEGER, limit: page.limit },
  )
  return rows
}

export interface ScheduleRow {
  id: string
  draft_id: string
  draft_name: string
  version: number
  hash: string
  practices: string[] | null
  due_at: Date
  local: string
  time_zone: string
  state: Schedule['state']
  reason: string | null
  release: number | null
  by_id: string
  by_name: string
  at: Date
}

const SCHEDULES = 'select s.*, d.name as draft_name from schedules s join drafts d on d.id = s.draft_id'

export async function findSchedule(db: Db, id: string): Promise<ScheduleRow | undefined> {
  const { rows } = await db.raw<{ rows: ScheduleRow[] }>(`${SCHEDULES} where s.id = ?`, [id])
  return rows[0]
}

export async function listSchedules(
  db: Db,
  page: { before: { dueAt: string; id: string } | undefined; state: string | undefined; limit: number },
): Promise<ScheduleRow[]> {
  const { rows } = await db.raw<{ rows: ScheduleRow[] }>(
    `${SCHEDULES}
      where (:state::text is null or s.state = :state)
        and (:due::timestamptz is null or (s.due_at, s.id) < (:due::timestamptz, :id))
      order by s.due_at desc, s.id desc limit :limit`,
    {
      state: page.state ?? null,
      due: page.before?.dueAt ?? null,
      id: page.before?.id ?? '',
      limit: page.limit,
    },
  )
  return rows
}

/** Whether two people or one publish, by the release before and by this one. */
export async function findReviewSettings(
  db: Db,
  before: number | null,
  after: number,
): Promise<{ before: string | null; after: string }> {
  const { rows } = await db.raw<{ rows: { number: number; review: string }[] }>(
    'select r.number, b.review from releases r join rulebooks b on b.hash = r.hash where r.number = any(?::integer[])',
    [[before ?? after, after]],
  )
  const of = (number: number | null): string | null => rows.find((row) => row.number === number)?.review ?? null
  const now = of(after)
  if (now === null) throw new Error(`release ${after} has no content`)
  return { before: of(before), after: now }
}

/** The lab's time zone: that of the release in force, before the first one that of the content itself. */
export async function findTimeZone(db: Db, hash: string): Promise<string> {
  const { rows } = await db.raw<{ rows: { time_zone: string }[] }>(
    `select b.time_zone from rulebooks b left join releases r on r.hash = b.hash
      where r.number = (in_force_for_everyone()).release or b.hash = :hash
      order by (r.number is not null and r.number is not distinct from (in_force_for_everyone()).release) desc limit 1`,
    { hash },
  )
  const [row] = rows
  if (!row) throw new Refusal('not_found', `There is no content ${hash}`)
  return row.time_zone
}

/** What is in force for everyone as this transaction sees it; undefined in an empty lab. */
export async function findInForce(db: Db): Promise<{ number: number; hash: string } | undefined> {
  const { rows } = await db.raw<{ rows: { number: number; hash: string }[] }>(
    'select number, hash from releases where number = (in_force_for_everyone()).release',
  )
  return rows[0]
}
