import { askPrepared } from '@ils/platform/db/ask-prepared'
import type { Judgement } from '@ils/contract/judgements'
import type { Db } from '@ils/platform/db/database'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { Severity } from '@ils/rules/engine/decision'
import type { Moment } from '@ils/rules/vocabulary/fact'

/** A cause as it is counted; its words come back with a replay. */
export interface KeptCause {
  readonly code: string
  readonly severity: Severity
  readonly rule: string | null
  readonly settled: {
    readonly how: 'confirmed' | 'overridden'
    readonly by: string
    readonly why: string | null
  } | null
}

export interface NewJudgement {
  readonly id: string
  readonly at: Date
  readonly practice: string | null
  readonly release: number
  readonly hash: string
  readonly moment: Moment
  readonly origin: Judgement['origin']
  readonly outcome: Judgement['outcome']
  readonly codes: readonly string[]
  readonly causes: readonly KeptCause[]
  /** By `judged_rules`. */
  readonly fired: readonly number[]
  readonly decision_hash: string
  readonly configuration: Configuration
}

export type JudgementRow = Omit<NewJudgement, 'fired' | 'codes'> & { readonly n: number }

/** In one statement, numbered in their order. */
export async function insertJudgements(db: Db, rows: readonly NewJudgement[]): Promise<void> {
  const [first, ...more] = rows
  if (!first) return
  if (more.length === 0) {
    await insertOne(db, first)
    return
  }
  await askPrepared(db, {
    name: 'judgements-insert',
    text: `insert into judgements (id, at, practice, release, hash, moment, origin, outcome, codes, causes, fired, decision_hash, configuration)
     select j.id, j.at, j.practice, j.release, j.hash, j.moment, j.origin, j.outcome, j.codes, j.causes, j.fired, j.decision_hash, j.configuration
       from rows from (json_to_recordset($1::json) as (id text, at timestamptz, practice text, release integer, hash text,
              moment text, origin text, outcome text, codes text[], causes jsonb, fired integer[], decision_hash text, configuration json))
            with ordinality
         as j (id, at, practice, release, hash, moment, origin, outcome, codes, causes, fired, decision_hash, configuration, place)
      order by j.place`,
    values: [JSON.stringify(rows)],
  })
}

/** Each order brings one, and taking it out of a list costs the database as much as writing it. */
async function insertOne(db: Db, row: NewJudgement): Promise<void> {
  await askPrepared(db, {
    name: 'judgement-insert',
    text: `insert into judgements (id, at, practice, release, hash, moment, origin, outcome, codes, causes, fired, decision_hash, configuration)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      ...[row.id, row.at.toISOString(), row.practice, row.release, row.hash, row.moment, row.origin, row.outcome],
      ...[row.codes, JSON.stringify(row.causes), `{${row.fired.join(',')}}`, row.decision_hash],
      JSON.stringify(row.configuration),
    ],
  })
}

/** Numbers of rules; those seen for the first time get one. In their order, so that two who come at once do not lock each other out. */
export async function insertRules(db: Db, rules: readonly string[]): Promise<Map<string, number>> {
  const sorted = [...rules].sort()
  await db.raw(
    `insert into judged_rules (rule)
     select r.rule from unnest(?::text[]) with ordinality as r (rule, place)
      where not exists (select from judged_rules known where known.rule = r.rule)
      order by r.place on conflict (rule) do nothing`,
    [sorted],
  )
  const found = await db<{ id: number; rule: string }>('judged_rules').whereIn('rule', sorted).select('id', 'rule')
  return new Map(found.map(({ id, rule }) => [rule, id]))
}

const COLUMNS = [
  'n',
  'id',
  'at',
  'practice',
  'release',
  'hash',
  'moment',
  'origin',
  'outcome',
  'causes',
  'decision_hash',
  'configuration',
]

export async function findJudgement(db: Db, id: string): Promise<JudgementRow | undefined> {
  return db<JudgementRow>('judgements')
    .where({ id })
    .first(...COLUMNS)
}

export interface JudgementFilter {
  readonly before: number | undefined
  readonly limit: number
  readonly rule: string | undefined
  readonly release: number | undefined
  readonly practice: string | undefined
  readonly outcome: Judgement['outcome'] | undefined
  readonly code: string | undefined
}

/** The newest first. */
export async function listJudgements(db: Db, filter: JudgementFilter): Promise<JudgementRow[]> {
  const query = db<JudgementRow>('judgements')
    .orderBy('n', 'desc')
    .limit(filter.limit)
    .select(...COLUMNS)
  if (filter.before !== undefined) void query.where('n', '<', filter.before)
  // A rule that never fired has no number, and then nothing is contained.
  if (filter.rule !== undefined)
    void query.whereRaw('fired @> array[(select r.id from judged_rules r where r.rule = ?)]', [filter.rule])
  if (filter.code !== undefined) void query.whereRaw('codes @> array[?]::text[]', [filter.code])
  if (filter.release !== undefined) void query.where('release', filter.release)
  if (filter.practice !== undefined) void query.where('practice', filter.practice)
  if (filter.outcome !== undefined) void query.where('outcome', filter.outcome)
  return query
}
