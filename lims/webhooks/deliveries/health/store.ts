import type { Db, Trx } from '@ils/platform/db/database'
import type { EndpointRow } from '../../endpoints/store.ts'
import type { Health } from '../next-health.ts'

interface HealthRow {
  endpoint_id: string
  failures_in_a_row: number
  failing_since: Date | null
  last_success_at: Date | null
  told_at: Date | null
  breaker: Health['breaker']
  open_until: Date | null
  trips: number
  window_since: Date
  window_ok: number
  window_failed: number
}

/** Held in the order of their ids, as everybody does who holds several. */
export async function lockHealth(trx: Trx, endpointIds: readonly string[]): Promise<Map<string, Health>> {
  const { rows } = await trx
    .raw<{ rows: HealthRow[] }>(
      'select * from webhook_health where endpoint_id = any(?::text[]) order by endpoint_id for update',
      [[...endpointIds]],
    )
    .options({ name: 'webhook-health-lock' })
  return new Map(rows.map((row) => [row.endpoint_id, healthOf(row)]))
}

export async function findHealth(db: Db, endpointId: string): Promise<Health | undefined> {
  const row = await db<HealthRow>('webhook_health').where({ endpoint_id: endpointId }).first()
  return row && healthOf(row)
}

export async function writeHealth(trx: Trx, all: ReadonlyMap<string, Health>): Promise<void> {
  const rows = [...all]
    .map(([id, health]) => rowOf(id, health))
    .sort((a, b) => (a.endpoint_id < b.endpoint_id ? -1 : 1))
  await trx
    .raw(
      `insert into webhook_health
       select * from json_populate_recordset(null::webhook_health, ?::json)
       on conflict (endpoint_id) do update set
         failures_in_a_row = excluded.failures_in_a_row, failing_since = excluded.failing_since,
         last_success_at = excluded.last_success_at, told_at = excluded.told_at, breaker = excluded.breaker,
         open_until = excluded.open_until, trips = excluded.trips, window_since = excluded.window_since,
         window_ok = excluded.window_ok, window_failed = excluded.window_failed`,
      [JSON.stringify(rows)],
    )
    .options({ name: 'webhook-health-write' })
}

/** An endpoint that is to be called, and whether it may be now. */
export interface ReceiverRow extends EndpointRow {
  breaker: Health['breaker'] | null
  open_until: Date | null
  failing_since: Date | null
}

export async function listReceivers(db: Db): Promise<ReceiverRow[]> {
  const { rows } = await db
    .raw<{ rows: ReceiverRow[] }>(
      `select ep.*, h.breaker, h.open_until, h.failing_since
         from webhook_endpoints ep left join webhook_health h on h.endpoint_id = ep.id
        where ep.state = 'active' and ep.deleted_at is null and ep.url is not null order by ep.id`,
    )
    .options({ name: 'webhook-receivers' })
  return rows
}

/** Takes the one trial of a breaker whose time is over, if there is something to try with; false when somebody else has it. */
export async function takeTrial(db: Db, endpointId: string, now: Date, until: Date): Promise<boolean> {
  const taken = await db('webhook_health')
    .where({ endpoint_id: endpointId })
    .whereNot('breaker', 'closed')
    .where('open_until', '<=', now)
    .whereExists(db('webhook_lanes').where({ endpoint_id: endpointId }).where('due_at', '<=', now))
    .update({ breaker: 'half_open', open_until: until })
  return taken === 1
}

/** A trial for which nothing was left to try with: the next one has it. */
export async function giveTrialBack(db: Db, endpoint_id: string, now: Date): Promise<void> {
  await db('webhook_health').where({ endpoint_id, breaker: 'half_open' }).update({ breaker: 'open', open_until: now })
}

/** An endpoint that somebody set going again begins anew. */
export async function forgetHealth(trx: Trx, endpointId: string): Promise<void> {
  await trx('webhook_health').where({ endpoint_id: endpointId }).delete()
}

export async function countOpenBreakers(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { open: number }[] }>(
    `select count(*) as open from webhook_health h join webhook_endpoints ep on ep.id = h.endpoint_id
      where h.breaker <> 'closed' and ep.state = 'active' and ep.deleted_at is null`,
  )
  return rows[0]?.open ?? 0
}

function healthOf(row: HealthRow): Health {
  return {
    ...{ failuresInARow: row.failures_in_a_row, failingSince: row.failing_since, lastSuccessAt: row.last_success_at },
    ...{ toldAt: row.told_at, breaker: row.breaker, openUntil: row.open_until, trips: row.trips },
    ...{ windowSince: row.window_since, windowOk: row.window_ok, windowFailed: row.window_failed },
  }
}

function rowOf(id: string, health: Health): HealthRow {
  return {
    ...{ endpoint_id: id, failures_in_a_row: health.failuresInARow, failing_since: health.failingSince },
    ...{ last_success_at: health.lastSuccessAt, told_at: health.toldAt, breaker: health.breaker },
    ...{ open_until: health.openUntil, trips: health.trips, window_since: health.windowSince },
    ...{ window_ok: health.windowOk, window_failed: health.windowFailed },
  }
}
