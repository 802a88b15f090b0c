import type { TraceFigures } from '@ils/contract/devices'
import type { Db, Trx } from '@ils/platform/db/database'

export interface TraceRow {
  id: string
  line: string
  job_id: string | null
  job_text: string
  digest: string
  eyes: ('right' | 'left')[]
  message: string
  figures: TraceFigures
  faults: { code: string; severity: string; message: string }[]
  at: Date
}

/** False where the same data were kept for the same job before. */
export async function insertTrace(trx: Trx, { eyes, figures, faults, ...row }: TraceRow): Promise<boolean> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into traces (id, line, job_id, job_text, digest, eyes, message, figures, faults, at)
     values (?, ?, ?, ?, ?, ?::text[], ?, ?::jsonb, ?::jsonb, ?) on conflict do nothing`,
    [
      ...[row.id, row.line, row.job_id, row.job_text, row.digest, eyes, row.message],
      ...[JSON.stringify(figures), JSON.stringify(faults), row.at],
    ],
  )
  return rowCount === 1
}

export async function findTrace(db: Db, id: string): Promise<TraceRow | undefined> {
  return db<TraceRow>('traces').where({ id }).first()
}

/** The newest counts. */
export async function findTraceOfJob(db: Db, jobId: string): Promise<TraceRow | undefined> {
  return db<TraceRow>('traces').where({ job_id: jobId }).orderBy('at', 'desc').orderBy('id', 'desc').first()
}

export interface TracesWanted {
  readonly limit: number
  readonly after: { readonly at: Date; readonly id: string } | undefined
  readonly job: string | undefined
}

export async function listTraceRows(db: Db, { limit, after, job }: TracesWanted): Promise<TraceRow[]> {
  const query = db<TraceRow>('traces').orderBy('at', 'desc').orderBy('id', 'desc').limit(limit)
  if (job !== undefined) void query.where({ job_id: job })
  if (after) void query.whereRaw('(at, id) < (?, ?)', [after.at, after.id])
  return query
}
