import type { Db } from '@ils/platform/db/database'
import type { Moment } from '@ils/rules/vocabulary/fact'

export interface QualityScope {
  readonly last: number
  readonly practice: string | null
}

export interface Counted {
  readonly name: string
  readonly count: number
}

export interface Judged {
  readonly judged: number
  readonly from: Date | null
  readonly until: Date | null
  readonly outcomes: readonly Counted[]
  readonly moments: readonly Moment[]
}

/** One of three: how often a code; a code by one rule (or by whom); a code to one practice (or for one reason). */
export interface CodeCount {
  readonly code: string
  readonly part: 'all' | 'first' | 'second'
  readonly name: string | null
  readonly count: number
}

const LAST = (columns: string, { practice }: QualityScope): string =>
  `last as (select ${columns} from judgements j ${practice === null ? '' : 'where j.practice = :practice'} order by j.n desc limit :last)`

export async function readJudged(db: Db, scope: QualityScope): Promise<Judged> {
  const { rows } = await db.raw<{ rows: [Judged & { from: string | null; until: string | null }] }>(
    `with ${LAST('j.at, j.outcome, j.moment', scope)},
          counts as (select outcome as name, count(*)::integer as count from last group by outcome)
     select (select count(*)::integer from last) as judged,
            (select min(at) from last) as from, (select max(at) from last) as until,
            coalesce((select json_agg(c order by c.count desc, c.name) from counts c), '[]') as outcomes,
            coalesce((select json_agg(distinct l.moment) from last l), '[]') as moments`,
    bound(scope),
  )
  return rows[0]
}

/** Orders are counted, not causes: both lenses of one say the same. */
export async function readRefusals(db: Db, scope: QualityScope): Promise<CodeCount[]> {
  return countCodes(db, scope, "c.cause ->> 'severity' = 'refuse'", "c.cause ->> 'rule'", 'l.practice')
}

export async function readOverrides(db: Db, scope: QualityScope): Promise<CodeCount[]> {
  const overridden = "c.cause -> 'settled' ->> 'how' = 'overridden'"
  return countCodes(db, scope, overridden, "c.cause -> 'settled' ->> 'by'", "c.cause -> 'settled' ->> 'why'")
}

async function countCodes(
  db: Db,
  scope: QualityScope,
  which: string,
  first: string,
  second: string,
): Promise<CodeCount[]> {
  const { rows } = await db.raw<{ rows: CodeCount[] }>(
    `with ${LAST('j.n, j.practice, j.causes', scope)},
          said as (select l.n, c.cause ->> 'code' as code, ${first} as first, ${second} as second
                     from last l cross join lateral jsonb_array_elements(l.causes) as c (cause) where ${which})
     select s.code,
            case when grouping(s.first) = 0 then 'first' when grouping(s.second) = 0 then 'second' else 'all' end as part,
            case when grouping(s.first) = 0 then s.first when grouping(s.second) = 0 then s.second end as name,
            count(distinct s.n)::integer as count
       from said s group by grouping sets ((s.code), (s.code, s.first), (s.code, s.second))
      order by count desc, code, name`,
    bound(scope),
  )
  return rows
}

/** Rules that fired at all. */
export async function readFired(db: Db, scope: QualityScope): Promise<ReadonlySet<string>> {
  const { rows } = await db.raw<{ rows: { rule: string }[] }>(
    `with ${LAST('j.fired', scope)}, seen as (select distinct f.id from last l cross join lateral unnest(l.fired) as f (id))
     select r.rule from judged_rules r join seen s on s.id = r.id`,
    bound(scope),
  )
  return new Set(rows.map(({ rule }) => rule))
}

const bound = ({ last, practice }: QualityScope): Record<string, number | string> => ({
  last,
  ...(practice !== null && { practice }),
})
