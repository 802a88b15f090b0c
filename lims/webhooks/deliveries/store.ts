import type { Delivery } from '@ils/contract/webhook-deliveries'
import type { Db, Trx } from '@ils/platform/db/database'
import { toldTypes } from '../told-types.ts'
import { IS_WANTED } from './fan-out/store.ts'

export interface DeliveryRow {
  endpoint_id: string
  event_id: string
  seq: number
  subject: string
  type: string
  state: Delivery['state']
  tries: number
  last_outcome: Delivery['lastOutcome']
  last_status: number | null
  created_at: Date
  settled_at: Date | null
}

interface Skip {
  /** Only what was written down before then; null: all. */
  readonly before: Date | null
  readonly now: Date
}

/** What waits for an endpoint is not sent. */
export async function skipPending(trx: Trx, endpoint_id: string, { before, now }: Skip): Promise<void> {
  const query = trx('webhook_deliveries').where({ endpoint_id, state: 'pending' })
  if (before) void query.where('created_at', '<', before)
  await query.update({ state: 'skipped', settled_at: now })
}

/** Nothing of an endpoint waits for its next try any longer. A lane that a worker has stays with it. */
export async function wakeLanes(trx: Trx, endpoint_id: string, now: Date): Promise<void> {
  await trx('webhook_lanes').where({ endpoint_id }).whereNull('lease').where('due_at', '>', now).update({ due_at: now })
}

/** Sends what one statement names: its rows are made pending, and their lanes due. */
const SEND_AGAIN = (rows: string): string => `with again as (
    ${rows}
    returning endpoint_id, subject
  ), lanes as (
    insert into webhook_lanes as l (endpoint_id, subject, due_at)
    select distinct endpoint_id, subject, :now::timestamptz from again order by endpoint_id, subject
    on conflict (endpoint_id, subject) do update
      set revision = l.revision + 1,
          due_at = case when l.lease is null then least(coalesce(l.due_at, excluded.due_at), excluded.due_at) else l.due_at end
  )
  select count(*) as deliveries from again`

const PENDING = `state = 'pending', tries = 0, settled_at = null`

async function sendAgain(trx: Trx, sql: string, values: Readonly<Record<string, unknown>>): Promise<number> {
  const { rows } = await trx.raw<{ rows: { deliveries: number }[] }>(sql, values as never) // Values of the columns they are compared with.
  return rows[0]?.deliveries ?? 0
}

export function resendOne(trx: Trx, endpoint: string, event: string, now: Date): Promise<number> {
  const sql = SEND_AGAIN(`update webhook_deliveries set ${PENDING} where endpoint_id = :endpoint and event_id = :event`)
  return sendAgain(trx, sql, { endpoint, event, now })
}

/** Everything that was given up. */
export function resendFailed(trx: Trx, endpoint: string, since: Date, now: Date): Promise<number> {
  const sql = SEND_AGAIN(
    `update webhook_deliveries set ${PENDING} where endpoint_id = :endpoint and state = 'failed' and created_at >= :since`,
  )
  return sendAgain(trx, sql, { endpoint, since, now })
}

/** Everything that happened since and was never sent: skipped, or never written down for this endpoint. */
export async function sendMissing(trx: Trx, endpoint: string, since: Date, now: Date): Promise<number> {
  const values = { endpoint, since, now, ...toldTypes }
  const skipped = await sendAgain(
    trx,
    SEND_AGAIN(
      `update webhook_deliveries d set ${PENDING} where d.endpoint_id = :endpoint and d.state = 'skipped'
          and exists (select from events e where e.id = d.event_id and e.at >= :since)`,
    ),
    values,
  )
  const never = await sendAgain(
    trx,
    SEND_AGAIN(
      `insert into webhook_deliveries (endpoint_id, event_id, seq, subject, type, state, created_at)
       select ep.id, e.id, e.seq, e.subject, e.type, 'pending', :now::timestamptz
         from webhook_endpoints ep, webhook_position p, events e
        where ep.id = :endpoint and p.name = 'fan-out' and e.seq <= p.seq and e.at >= :since and ${IS_WANTED}
       on conflict do nothing`,
    ),
    values,
  )
  return skipped + never
}

export interface DeliveriesWanted {
  readonly limit: number
  /** Only before this event: ids sort by when they were made. */
  readonly before: string | undefined
  readonly state: Delivery['state'] | undefined
  readonly type: string | undefined
  readonly since: Date | undefined
}

export async function listDeliveryRows(db: Db, endpoint_id: string, wanted: DeliveriesWanted): Promise<DeliveryRow[]> {
  const { limit, before, state, type, since } = wanted
  const query = db<DeliveryRow>('webhook_deliveries').where({ endpoint_id }).orderBy('event_id', 'desc').limit(limit)
  if (before !== undefined) void query.where('event_id', '<', before)
  if (state !== undefined) void query.where({ state })
  if (type !== undefined) void query.where({ type })
  if (since !== undefined) void query.where('created_at', '>=', since)
  return query
}

export async function findDelivery(db: Db, endpoint_id: string, event_id: string): Promise<DeliveryRow | undefined> {
  return db<DeliveryRow>('webhook_deliveries').where({ endpoint_id, event_id }).first()
}

export async function findDueAt(db: Db, endpoint_id: string, subject: string): Promise<Date | null> {
  const row = await db<{ endpoint_id: string; subject: string; due_at: Date | null }>('webhook_lanes')
    .where({ endpoint_id, subject })
    .first('due_at')
  return row?.due_at ?? null
}

export interface AttemptRow {
  at: Date
  ms: number
  outcome: 'delivered' | 'failed' | 'slow_down' | 'gone'
  url: string
  status: number | null
  error: string | null
  request_headers: Record<string, string>
  response_headers: Record<string, string> | null
  response_body: string | null
}

export async function listAttemptRows(db: Db, endpoint_id: string, event_id: string): Promise<AttemptRow[]> {
  return db<AttemptRow & { n: number; endpoint_id: string; event_id: string }>('webhook_attempts')
    .where({ endpoint_id, event_id })
    .orderBy('n')
}

export interface Forgotten {
  readonly before: Date
  readonly most: number
}

/** Tries and settled deliveries that are old enough; answers how many rows of either at most. */
export async function deleteOld(db: Db, { before, most }: Forgotten): Promise<number> {
  const attempts = await db.raw<{ rowCount: number }>(
    'delete from webhook_attempts where ctid in (select ctid from webhook_attempts where at < ? limit ?)',
    [before, most],
  )
  const deliveries = await db.raw<{ rowCount: number }>(
    `delete from webhook_deliveries d using (
       select endpoint_id, event_id from webhook_deliveries where settled_at < ? limit ?
     ) as old where d.endpoint_id = old.endpoint_id and d.event_id = old.event_id and d.settled_at is not null`,
    [before, most],
  )
  return Math.max(attempts.rowCount, deliveries.rowCount)
}

/** Of endpoints that are gone nothing is sent, and lanes in which nothing waits are made again when something does. */
export async function clearLanes(db: Db, now: Date): Promise<void> {
  await db.raw(
    `update webhook_deliveries d set state = 'skipped', settled_at = ? from webhook_endpoints ep
      where ep.id = d.endpoint_id and ep.deleted_at is not null and d.state = 'pending'`,
    [now],
  )
  await db.raw(
    `delete from webhook_lanes l where l.due_at is null
        or exists (select from webhook_endpoints ep where ep.id = l.endpoint_id and ep.deleted_at is not null)`,
  )
}

/** How long the oldest that should be under way waits for a worker. */
export async function longestWaitSeconds(db: Db, now: Date): Promise<number> {
  const { rows } = await db.raw<{ rows: { seconds: number | null }[] }>(
    `select max(extract(epoch from :now::timestamptz - first.due_at))::float8 as seconds from webhook_endpoints ep
      cross join lateral (
        select due_at from webhook_lanes l where l.endpoint_id = ep.id and l.due_at is not null order by due_at limit 1
      ) as first
      where ep.state = 'active' and ep.deleted_at is null`,
    { now },
  )
  return Math.max(0, rows[0]?.seconds ?? 0)
}
