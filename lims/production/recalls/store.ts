import type { RecallLine } from '@ils/contract/recalls'
import type { Db, Trx } from '@ils/platform/db/database'

export interface RecallRow {
  readonly id: string
  readonly release: number
  /** What was asked, so that the same id is not used for something else. */
  readonly asked: { readonly do: string; readonly reason: string; readonly jobs: readonly string[] | null }
  readonly by_name: string
  readonly at: Date
}

/** Begins a recall; one of the same id that was begun before is answered instead. */
export async function beginRecall(trx: Trx, row: RecallRow): Promise<RecallRow | null> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into recalls (id, release, asked, by_name, at) values (?, ?, ?, ?, ?) on conflict (id) do nothing returning 1`,
    [row.id, row.release, JSON.stringify(row.asked), row.by_name, row.at],
  )
  if (rows.length > 0) return null
  const known = await trx<RecallRow>('recalls').where({ id: row.id }).first()
  if (!known) throw new Error(`recall ${row.id} was there and is not`)
  return known
}

/** Open jobs that a release decided, by their id; those that came without their order were decided by none. */
export async function openJobsOf(
  db: Db,
  release: number,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from jobs where release = ? and ended_at is null and judgement_id is not null and id > ? order by id limit ?`,
    [release, after, limit],
  )
  return rows.map(({ id }) => id)
}

/** Open jobs of a release, and those that a recall has seen: it goes on with what it began. */
export async function jobsToRecall(db: Db, release: number, recallId: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select id from (
       select id from jobs where release = ? and ended_at is null and judgement_id is not null
       union select job_id from recalled_jobs where recall_id = ?
     ) found order by id`,
    [release, recallId],
  )
  return rows.map(({ id }) => id)
}

export type Recalled = Pick<RecallLine, 'did' | 'sentence' | 'differences'>

export async function findRecalled(db: Db, recallId: string, jobId: string): Promise<Recalled | undefined> {
  const { rows } = await db.raw<{ rows: { answer: Recalled }[] }>(
    'select answer from recalled_jobs where recall_id = ? and job_id = ?',
    [recallId, jobId],
  )
  return rows[0]?.answer
}

export async function keepRecalled(
  trx: Trx,
  recallId: string,
  jobId: string,
  answer: Recalled,
  at: Date,
): Promise<void> {
  await trx.raw('insert into recalled_jobs (recall_id, job_id, answer, at) values (?, ?, ?, ?)', [
    ...[recallId, jobId, JSON.stringify(answer), at],
  ])
}
