import type { Impact, ImpactChange } from '@ils/contract/impacts'
import type { Db } from '@ils/platform/db/database'
import type { FoundChange } from './preview-impact.ts'

export interface ImpactRow {
  id: string
  draft_id: string
  version: number
  before_hash: string
  after_hash: string
  wanted: number
  total: number | null
  judged: number
  changed: number
  price_difference: number
  tallies: Impact['tallies']
  sentences: string[]
  state: Impact['state']
  failure: string | null
  by_id: string
  by_name: string
  at: Date
  ended_at: Date | null
  /** Of the draft, now. */
  draft_hash: string | null
  acknowledged: { id: string; name: string; at: string }[]
}

const IMPACTS = `
  select i.*, d.hash as draft_hash,
         coalesce((select jsonb_agg(jsonb_build_object('id', a.by_id, 'name', a.by_name, 'at', a.at) order by a.at, a.by_id)
                     from impact_acknowledgements a where a.impact_id = i.id), '[]') as acknowledged
    from impacts i join drafts d on d.id = i.draft_id`

export async function findImpact(db: Db, id: string): Promise<ImpactRow | undefined> {
  const { rows } = await db.raw<{ rows: ImpactRow[] }>(`${IMPACTS} where i.id = ?`, [id])
  return rows[0]
}

/** The newest first. */
export async function listImpacts(
  db: Db,
  page: { draftId: string; before: string | undefined; limit: number },
): Promise<ImpactRow[]> {
  const { rows } = await db.raw<{ rows: ImpactRow[] }>(
    `${IMPACTS}
      where i.draft_id = :draftId and (:before::text is null or i.id < :before)
      order by i.id desc limit :limit`,
    { draftId: page.draftId, before: page.before ?? null, limit: page.limit },
  )
  return rows
}

/** The last orders that were submitted until a moment: a run that begins again finds the same ones. */
export interface PastOrders {
  readonly newest: number
  readonly count: number
}

export async function findPastOrders(db: Db, until: Date, wanted: number): Promise<PastOrders> {
  const { rows } = await db.raw<{ rows: { newest: number | null; count: number }[] }>(
    `select max(x.n) as newest, count(*) as count
       from (select j.n from judgements j
              where j.moment = 'order'
                and j.n <= (select n from judgements where at <= :until order by n desc limit 1)
              order by j.n desc limit :wanted) x`,
    { until, wanted },
  )
  return { newest: rows[0]?.newest ?? 0, count: rows[0]?.count ?? 0 }
}

/** The next judgements downwards, as one text that nobody on the way has to read. */
export async function readOrders(
  db: Db,
  below: number,
  limit: number,
): Promise<{ text: string; oldest: number; count: number } | undefined> {
  const { rows } = await db.raw<{ rows: { text: string | null; oldest: number | null; count: number }[] }>(
    `select '[' || string_agg(json_build_array(x.n, x.id, x.practice, x.configuration)::text, ',' order by x.n desc) || ']' as text,
            min(x.n) as oldest, count(*) as count
       from (select j.n, j.id, j.practice, j.configuration from judgements j
              where j.moment = 'order' and j.n < :below order by j.n desc limit :limit) x`,
    { below, limit },
  )
  const [row] = rows
  const { text = null, oldest = null, count = 0 } = row ?? {}
  return text === null || oldest === null ? undefined : { text, oldest, count }
}

/** Safe to do again: a change is known by its judgement. */
export async function insertChanges(db: Db, impactId: string, changes: readonly FoundChange[]): Promise<void> {
  if (changes.length === 0) return
  await db('impact_changes')
    .insert(
      changes.map(({ n, id, practice, respects, rules, before, after, price }) => ({
        ...{ impact_id: impactId, n, judgement_id: id, practice, respects: [...respects], rules: [...rules] },
        ...{ before, after, price },
      })),
    )
    .onConflict(['impact_id', 'n'])
    .ignore()
}

export interface ChangeRow {
  n: number
  judgement_id: string
  practice: string | null
  respects: ImpactChange['respects']
  rules: string[]
  before: string
  after: string
  price: number
  configuration: ImpactChange['configuration']
}

export interface ChangesWanted {
  readonly impactId: string
  readonly before: number | undefined
  readonly limit: number
  readonly respect: string | undefined
  readonly rule: string | undefined
  readonly practice: string | undefined
}

/** The latest order first, as they are judged: a page stays what it was while more are found. */
export async function listChanges(db: Db, wanted: ChangesWanted): Promise<ChangeRow[]> {
  const { rows } = await db.raw<{ rows: ChangeRow[] }>(
    `select c.n, c.judgement_id, c.practice, c.respects, c.rules, c.before, c.after, c.price, j.configuration
       from impact_changes c join judgements j on j.id = c.judgement_id
      where c.impact_id = :impactId and c.n < :before::bigint
        and (:respect::text is null or :respect = any(c.respects))
        and (:rule::text is null or :rule = any(c.rules))
        and (:practice::text is null or c.practice = :practice)
      order by c.n desc limit :limit`,
    {
      ...{ impactId: wanted.impactId, before: wanted.before ?? Number.MAX_SAFE_INTEGER, limit: wanted.limit },
      ...{ respect: wanted.respect ?? null, rule: wanted.rule ?? null, practice: wanted.practice ?? null },
    },
  )
  return rows
}
