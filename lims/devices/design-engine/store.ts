import type { Db, Trx } from '@ils/platform/db/database'
import type { SurfaceFile } from './read-answer.ts'

export interface RequestRow {
  id: string
  line: string
  engine: string
  job_id: string
  eyes: ('right' | 'left')[]
  making: string
  attempt: number
  file: string
  state: 'asked' | 'answered' | 'refused' | 'failed'
  answer: unknown
  surface_files: string[]
  note: string | null
  asked_at: Date
  due_at: Date
  answered_at: Date | null
}

/** The last one of each job first. */
export async function requestsOfJobs(db: Db, engine: string, jobIds: readonly string[]): Promise<RequestRow[]> {
  return db<RequestRow>('design_requests').where({ engine }).whereIn('job_id', jobIds).orderBy('id', 'desc')
}

export async function lockOpenRequest(trx: Trx, engine: string, jobId: string): Promise<RequestRow | undefined> {
  return trx<RequestRow>('design_requests')
    .where({ engine, job_id: jobId, state: 'asked' })
    .orderBy('id', 'desc')
    .forUpdate()
    .first()
}

type NewRequest = Pick<RequestRow, 'id' | 'line' | 'engine' | 'job_id' | 'eyes' | 'making' | 'file' | 'asked_at'>

/** False where these lenses are asked for already. */
export async function insertRequest(db: Db, { eyes, ...row }: NewRequest): Promise<boolean> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `insert into design_requests (id, line, engine, job_id, eyes, making, attempt, file, state, asked_at, due_at)
     values (?, ?, ?, ?, ?::text[], ?, 1, ?, 'asked', ?, ?) on conflict do nothing`,
    [row.id, row.line, row.engine, row.job_id, eyes, row.making, row.file, row.asked_at, row.asked_at],
  )
  return rowCount === 1
}

/** Asked once more, by a file that is not written yet: it is due at once until it is. */
export async function askAgain(db: Db, id: string, attempt: number, file: string, now: Date): Promise<void> {
  await db('design_requests').where({ id, state: 'asked' }).update({ attempt, file, asked_at: now, due_at: now })
}

/** Its file is written: now the engine has time. */
export async function updateDue(db: Db, id: string, due_at: Date): Promise<void> {
  await db('design_requests').where({ id, state: 'asked' }).update({ due_at })
}

export interface RequestEnd {
  readonly state: 'answered' | 'refused' | 'failed'
  readonly note: string | null
  readonly answer: unknown
  readonly files: readonly SurfaceFile[]
  readonly at: Date
}

export async function endRequest(trx: Trx, id: string, { state, note, answer, files, at }: RequestEnd): Promise<void> {
  await trx('design_requests')
    .where({ id })
    .update({
      ...{ state, note, answered_at: at },
      answer: answer === null ? null : JSON.stringify(answer),
      surface_files: JSON.stringify(files.map(({ path }) => path)),
    })
}
