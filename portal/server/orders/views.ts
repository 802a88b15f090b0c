import type { JobKind } from '@ils/contract/jobs'
import type { Db } from '@ils/platform/db/database'
import type { OrderRow } from './store.ts'

export interface OrderFilter {
  readonly practice: string | undefined
  readonly status?: string | undefined
  readonly kind?: JobKind | undefined
  readonly patientId?: string | undefined
  readonly q?: string | undefined
  readonly late?: boolean | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

const literal = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/** The newest first. Ids sort by the time they were made. */
export async function listOrderRows(
  db: Db,
  filter: OrderFilter,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<OrderRow[]> {
  const { practice, status, kind, patientId, q, late, from, until } = filter
  const query = db<OrderRow>('orders').orderBy('id', 'desc').limit(page.limit)
  if (page.after !== undefined) void query.where('id', '<', page.after)
  if (practice !== undefined) void query.where({ practice })
  if (status !== undefined) void query.whereIn('status', status.split(',').filter(Boolean) as OrderRow['status'][]) // Others are found nowhere.
  if (kind !== undefined) void query.where({ kind })
  if (patientId !== undefined) void query.where({ patient_id: patientId })
  if (late !== undefined)
    void query.whereRaw(late ? 'promised_on > first_promised_on' : 'promised_on <= first_promised_on')
  if (from !== undefined) void query.where('taken_at', '>=', new Date(`${from}T00:00:00Z`))
  if (until !== undefined) void query.whereRaw("taken_at < ?::timestamptz + interval '1 day'", [`${until}T00:00:00Z`])
  if (q !== undefined) {
    const inside = `%${literal(q)}%`
    void query.whereRaw('(id = ? or job_id = ? or order_ref ilike ? or lens ilike ?)', [q, q, inside, inside])
  }
  return query
}

export async function countByStatus(
  db: Db,
  practice: string | undefined,
): Promise<{ byStatus: Record<string, number>; late: number }> {
  const query = db('orders')
    .groupBy('status')
    .select<{ status: string; count: number; late: number }[]>(
      'status',
      db.raw('count(*) as count'),
      db.raw('count(*) filter (where promised_on > first_promised_on and over_at is null) as late'),
    )
  if (practice !== undefined) void query.where({ practice })
  const rows = await query
  return {
    byStatus: Object.fromEntries(rows.map((row) => [row.status, row.count])),
    late: rows.reduce((sum, row) => sum + row.late, 0),
  }
}
