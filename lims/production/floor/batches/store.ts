import type { Db, Trx } from '@ils/platform/db/database'

export interface BatchRow {
  id: string
  station: string
  machine: string | null
  program: string | null
  state: 'open' | 'closed' | 'finished'
  lenses: number
  room: number
  version: number
  due_at: Date
  opened_at: Date
  closed_at: Date | null
  finished_at: Date | null
}

/** Answers whether the id was free. */
export async function insertBatch(trx: Trx, batch: BatchRow): Promise<boolean> {
  const added = await trx<BatchRow>('batches').insert(batch).onConflict('id').ignore().returning('id')
  return added.length > 0
}

export async function lockBatch(trx: Trx, id: string): Promise<BatchRow | undefined> {
  return trx<BatchRow>('batches').where({ id }).forUpdate().first()
}

export async function updateBatch(trx: Trx, { id, ...changes }: BatchRow): Promise<void> {
  await trx<BatchRow>('batches').where({ id }).update(changes)
}

export async function countInBatch(db: Db, batch: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { n: number }[] }>('select count(*)::int as n from lenses where batch = ?', [
    batch,
  ])
  return rows[0]?.n ?? 0
}

/** In one order for everybody, so that two batches never wait for each other. */
export async function jobsInBatch(db: Db, batch: string): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { job_id: string }[] }>(
    'select distinct job_id from lenses where batch = ? order by job_id',
    [batch],
  )
  return rows.map(({ job_id }) => job_id)
}

export async function listBatchRows(
  db: Db,
  filter: {
    readonly limit: number
    readonly after: { readonly openedAt: Date; readonly id: string } | undefined
    readonly station: string | undefined
    readonly state: BatchRow['state'] | undefined
  },
): Promise<BatchRow[]> {
  const query = db<BatchRow>('batches').orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(filter.limit)
  if (filter.after) void query.whereRaw('(opened_at, id) < (?, ?)', [filter.after.openedAt, filter.after.id])
  if (filter.station !== undefined) void query.where({ station: filter.station })
  if (filter.state !== undefined) void query.where({ state: filter.state })
  return query
}

/** Open ones whose time is over, and in which something lies: what was broken meanwhile does not. */
export async function dueBatches(db: Db, now: Date, limit: number): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select b.id from batches b where b.state = 'open' and b.due_at <= ?
       and exists (select from lenses l where l.batch = b.id) order by b.due_at limit ?`,
    [now, limit],
  )
  return rows.map(({ id }) => id)
}
