import type { Db, Trx } from '@ils/platform/db/database'
import type { JobOnFloor } from '../floor/job-on-floor.ts'
import { jobRow, queueOf, type Making } from '../jobs/store.ts'
import type { SaidOfLine } from './said-of-line.ts'

export interface ImportRow {
  readonly external_id: string
  readonly job_id: string
  readonly said: SaidOfLine
}

export async function findImports(db: Db, externalIds: readonly string[]): Promise<Map<string, ImportRow>> {
  const { rows } = await db.raw<{ rows: ImportRow[] }>(
    'select external_id, job_id, said from imports where external_id = any(?::text[])',
    [[...externalIds]] as never[], // One list, bound as one value.
  )
  return new Map(rows.map((row) => [row.external_id, row]))
}

/** Claims external ids; answers those that nobody had. One that is being claimed elsewhere is waited for. */
export async function claimImports(trx: Trx, rows: readonly ImportRow[], at: Date): Promise<Set<string>> {
  const { rows: claimed } = await trx.raw<{ rows: { external_id: string }[] }>(
    `insert into imports (external_id, job_id, said, at)
     select i.external_id, i.job_id, i.said, ?::timestamptz
       from json_to_recordset(?::json) as i (external_id text, job_id text, said jsonb)
      -- In one order, so that two who bring the same do not lock each other out.
      order by i.external_id on conflict (external_id) do nothing returning external_id`,
    [at, JSON.stringify(rows)],
  )
  return new Set(claimed.map(({ external_id }) => external_id))
}

const INSERT = `with new_jobs as (
    insert into jobs select * from jsonb_populate_recordset(null::jobs, ?::jsonb)
  ), new_makings as (
    insert into job_makings (job_id, configuration, making)
    select m.job_id, coalesce(m.configuration, 'null'), m.making
      from json_to_recordset(?::json) as m (job_id text, configuration json, making json)
  ), new_lenses as (
    insert into lenses select * from jsonb_populate_recordset(null::lenses, ?::jsonb)
  )
  insert into queue select * from jsonb_populate_recordset(null::queue, ?::jsonb)`

/** Jobs with all that belongs to them, in one statement. */
export async function insertJobs(
  trx: Trx,
  jobs: readonly { readonly job: JobOnFloor; readonly making: Making }[],
): Promise<void> {
  const makings = jobs.map(({ job, making }) => ({ job_id: job.id, ...making }))
  const lenses = jobs.flatMap(({ job }) => job.lenses.map((lens) => ({ job_id: job.id, ...lens })))
  await trx.raw(INSERT, [
    JSON.stringify(jobs.map(({ job }) => jobRow(job))),
    JSON.stringify(makings),
    JSON.stringify(lenses),
    JSON.stringify(jobs.flatMap(({ job }) => queueOf(job))),
  ])
}
