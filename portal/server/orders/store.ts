import type { JudgedCause } from '@ils/contract/validation'
import type { JobKind } from '@ils/contract/jobs'
import type { Db, Trx } from '@ils/platform/db/database'
import type { Order, Price } from '../../contract/orders.ts'
import type { OrderState } from '../../contract/order-states.ts'

export interface HoldKept {
  by: 'practice' | 'lab'
  reason: string
  causes: JudgedCause[]
  since: string
  until: string | null
  /** Who has to do something, as the lab wrote it. Not of holds that were kept before it was asked for. */
  owner?: string | null
}

export interface OrderRow {
  id: string
  practice: string
  order_ref: string | null
  patient_id: string
  prescription_id: string | null
  branch_id: string | null
  frame_supplier_id: string | null
  status: OrderState
  kind: JobKind
  original_id: string | null
  reason: string | null
  again_note: string | null
  lens: string
  eyes: ('right' | 'left')[]
  priority: string
  frame_way: Order['frameWay']
  sealed: string | null
  alike: string | null
  attempt: number
  price: Price | null
  release: number | null
  tries: number
  last_tried_at: Date | null
  next_try_at: Date | null
  trouble: string | null
  sent_at: Date | null
  job_id: string | null
  queue_position: number | null
  promised_on: string | null
  first_promised_on: string | null
  promise_reason: string | null
  hold: HoldKept | null
  shipped: { carrier: string; tracking: string | null; at: string } | null
  fee: { currency: string; amount: number } | null
  status_at: number
  promise_at: number
  hold_at: number
  version: number
  seen_at: Date | null
  checked_at: Date | null
  taken_by: string
  taken_by_id: string | null
  decision_hash: string | null
  taken_at: Date
  over_at: Date | null
}

export type OrderChanges = Partial<Omit<OrderRow, 'id' | 'practice' | 'version'>>

/** As the driver wants JSON: it would take an object for it, but not null, and an array for a list of Postgres. */
function written(changes: OrderChanges): Record<string, unknown> {
  const json = ['price', 'hold', 'shipped', 'fee'] as const
  const texts = json.filter((name) => changes[name] !== undefined && changes[name] !== null)
  return { ...changes, ...Object.fromEntries(texts.map((name) => [name, JSON.stringify(changes[name])])) }
}

export async function insertOrder(trx: Trx, row: OrderRow): Promise<void> {
  await trx('orders').insert({ ...written(row), id: row.id, practice: row.practice })
}

export async function findOrder(db: Db, id: string): Promise<OrderRow | undefined> {
  return db<OrderRow>('orders').where({ id }).first()
}

export async function listOrdersOfJobs(db: Db, jobIds: readonly string[]): Promise<OrderRow[]> {
  return db<OrderRow>('orders').whereIn('job_id', [...jobIds])
}

export async function lockOrder(trx: Trx, id: string): Promise<OrderRow | undefined> {
  return trx<OrderRow>('orders').where({ id }).forUpdate().first()
}

export async function lockOrderOfJob(trx: Trx, jobId: string): Promise<OrderRow | undefined> {
  return trx<OrderRow>('orders').where({ job_id: jobId }).forUpdate().first()
}

/** A change that others see: it counts as a version. */
export async function changeOrder(trx: Trx, before: OrderRow, changes: OrderChanges): Promise<OrderRow> {
  const version = before.version + 1
  await trx('orders')
    .where({ id: before.id })
    .update({ ...written(changes), version })
  return { ...before, ...changes, version }
}

/** What only we look at: it counts as no version. */
export async function noteOrder(
  db: Db,
  id: string,
  changes: Pick<OrderChanges, 'checked_at' | 'tries' | 'last_tried_at' | 'next_try_at' | 'trouble' | 'decision_hash'>,
): Promise<void> {
  await db('orders').where({ id }).update(changes)
}

/** What was ordered alike lately and is not cancelled. */
export async function findAlike(db: Db, alike: string, since: Date): Promise<string[]> {
  const rows = await db<OrderRow>('orders')
    .where({ alike })
    .whereNot('status', 'cancelled')
    .where('taken_at', '>=', since)
    .orderBy('id', 'desc')
    .select('id')
  return rows.map((row) => row.id)
}

export async function listMadeAgain(db: Db, originalId: string): Promise<string[]> {
  const rows = await db<OrderRow>('orders').where({ original_id: originalId }).orderBy('id').select('id')
  return rows.map((row) => row.id)
}

/** On their way at the lab, and not looked at for a while; those that wait longest first. */
export async function listUnchecked(db: Db, before: Date, limit: number): Promise<OrderRow[]> {
  return db<OrderRow>('orders')
    .whereNull('over_at')
    .whereNotNull('job_id')
    .whereRaw('greatest(checked_at, seen_at, sent_at) < ?', [before])
    .orderByRaw('checked_at nulls first')
    .limit(limit)
}

export async function emptyOrdersOf(trx: Db, patientId: string): Promise<void> {
  await trx('orders').where({ patient_id: patientId }).update({ sealed: null, alike: null })
}

/** News of a job and the answer that names its order wait for each other. */
export async function lockJobNews(trx: Trx, jobId: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7))', [`ils:portal:job ${jobId}`])
}

export interface HappeningRow {
  event_id: string
  order_id: string
  place: number
  at: Date
  what: string
  /** Null: it was heard, and is the lab's own affair. */
  sentence: string | null
  reason: string | null
  eye: 'right' | 'left' | 'pair' | null
  step: string | null
  status: OrderState | null
  promised_on: string | null
  by_name: string | null
  /** What the sentence is made of. */
  facts: Readonly<Record<string, string | number>>
}

/** False where it was kept before. */
export async function insertHappening(trx: Trx, row: HappeningRow): Promise<boolean> {
  const kept = await trx('order_happenings')
    .insert({ ...row, facts: JSON.stringify(row.facts) })
    .onConflict('event_id')
    .ignore()
    .returning('event_id')
  return kept.length > 0
}

export async function listHappenings(db: Db, orderId: string): Promise<HappeningRow[]> {
  return db<HappeningRow>('order_happenings')
    .where({ order_id: orderId })
    .whereNotNull('sentence')
    .orderBy('at')
    .orderBy('place')
}

/** How many events of its job were heard: each is one change of the job. */
export async function countHeard(db: Db, orderId: string): Promise<number> {
  const [row] = await db<HappeningRow>('order_happenings')
    .where({ order_id: orderId })
    .where('place', '>', 0)
    .count<{ count: number }[]>('* as count')
  return row?.count ?? 0
}

export async function insertJobNews(
  trx: Trx,
  row: { readonly event_id: string; readonly job_id: string; readonly event: object; readonly received_at: Date },
): Promise<void> {
  await trx('job_news')
    .insert({ ...row, event: JSON.stringify(row.event) })
    .onConflict('event_id')
    .ignore()
}

/** Takes out what waits for an order. */
export async function takeJobNews(trx: Trx, jobId: string): Promise<unknown[]> {
  const rows = await trx<{ event: unknown; job_id: string }>('job_news')
    .where({ job_id: jobId })
    .delete()
    .returning('event')
  return rows.map((row) => row.event)
}

/** Of jobs that were never ordered here. */
export async function forgetJobNews(db: Db, before: Date): Promise<void> {
  await db<{ received_at: Date }>('job_news').where('received_at', '<', before).delete()
}
