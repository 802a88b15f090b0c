import type { EventActor } from '@ils/contract/event'
import type { Db, Trx } from '../db/database.ts'

export interface Entry {
  readonly id: string
  readonly tenant: string
  readonly at: Date
  readonly actor: EventActor
  readonly action: string
  readonly subject: string | null
  readonly outcome: 'done' | 'refused'
  readonly detail: Record<string, unknown>
  readonly correlationId: string
}

interface EntryRow {
  id: string
  tenant: string
  at: Date
  actor: EventActor
  action: string
  subject: string | null
  outcome: 'done' | 'refused'
  detail: Record<string, unknown>
  correlation_id: string
}

const asEntry = ({ correlation_id, ...row }: EntryRow): Entry => ({ ...row, correlationId: correlation_id })

export async function insertEntry(db: Db, entry: Entry): Promise<void> {
  const { correlationId, actor, detail, ...rest } = entry
  await db('audit_entries').insert({
    ...rest,
    actor: JSON.stringify(actor),
    detail: JSON.stringify(detail),
    correlation_id: correlationId,
  })
}

export interface Seal {
  readonly tenant: string
  readonly seq: number
  readonly entryId: string
  readonly prevHash: string
  readonly hash: string
}

/** The next entries to be sealed, of the tenant that waits longest. */
export async function unsealedEntries(trx: Trx, most: number): Promise<Entry[]> {
  const { rows } = await trx.raw<{ rows: EntryRow[] }>(
    `select e.id, e.tenant, e.at, e.actor, e.action, e.subject, e.outcome, e.detail, e.correlation_id
       from audit_unsealed u join audit_entries e on e.id = u.entry_id
      where u.tenant = (select tenant from audit_unsealed order by n limit 1)
      order by u.n limit ?`,
    [most],
  )
  return rows.map(asEntry)
}

export async function lastSeal(db: Db, tenant: string): Promise<{ seq: number; hash: string } | undefined> {
  return db<{ tenant: string; seq: number; hash: string }>('audit_seals')
    .where({ tenant })
    .orderBy('seq', 'desc')
    .first('seq', 'hash')
}

/** Two sealers of one tenant would meet at its primary key, and the later one undo its work. */
export async function insertSeals(trx: Trx, seals: readonly Seal[]): Promise<void> {
  await trx('audit_seals').insert(
    seals.map((s) => ({ tenant: s.tenant, seq: s.seq, entry_id: s.entryId, prev_hash: s.prevHash, hash: s.hash })),
  )
  await trx('audit_unsealed')
    .whereIn(
      'entry_id',
      seals.map((s) => s.entryId),
    )
    .delete()
}

export interface SealedEntry extends Seal {
  /** What the seal stands for; undefined when the row is gone. */
  readonly entry: Entry | undefined
}

export async function readChain(db: Db, tenant: string, afterSeq: number, most: number): Promise<SealedEntry[]> {
  type Row = { [K in keyof EntryRow]: EntryRow[K] | null } & {
    seq: number
    entry_id: string
    prev_hash: string
    hash: string
  }
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select s.seq, s.entry_id, s.prev_hash, s.hash,
            e.id, e.tenant, e.at, e.actor, e.action, e.subject, e.outcome, e.detail, e.correlation_id
       from audit_seals s left join audit_entries e on e.id = s.entry_id
      where s.tenant = ? and s.seq > ? order by s.seq limit ?`,
    [tenant, afterSeq, most],
  )
  return rows.map(({ seq, entry_id, prev_hash, hash, ...entry }) => ({
    tenant,
    seq,
    entryId: entry_id,
    prevHash: prev_hash,
    hash,
    // The left join gives either a whole entry or none.
    entry: entry.id === null ? undefined : asEntry(entry as EntryRow),
  }))
}

export async function tenantsWithSeals(db: Db): Promise<string[]> {
  const rows = await db<{ tenant: string }>('audit_seals').distinct('tenant').orderBy('tenant')
  return rows.map((row) => row.tenant)
}

export async function countUnsealed(db: Db): Promise<number> {
  const row = await db('audit_unsealed').count({ count: '*' }).first<{ count: number }>()
  return row.count
}

/** Entries with no seal that wait for none: somebody put them there, or took them out of the queue. */
export async function lostEntries(db: Db, most: number): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select e.id from audit_entries e
       left join audit_seals s on s.entry_id = e.id left join audit_unsealed u on u.entry_id = e.id
      where s.entry_id is null and u.entry_id is null order by e.id limit ?`,
    [most],
  )
  return rows.map((row) => row.id)
}

export interface EntryFilter {
  readonly tenant?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly before: string | undefined
  readonly limit: number
}

export type ListedEntry = Entry & { seal: { seq: number; hash: string } | null }

/** Entries, newest first, with their seals. */
export async function listEntries(db: Db, filter: EntryFilter): Promise<ListedEntry[]> {
  const query = db('audit_entries as e')
    .leftJoin('audit_seals as s', 's.entry_id', 'e.id')
    .orderBy('e.id', 'desc')
    .limit(filter.limit)
    .select<(EntryRow & { seq: number | null; hash: string | null })[]>('e.*', 's.seq', 's.hash')
  if (filter.tenant !== undefined) void query.where('e.tenant', filter.tenant)
  if (filter.action !== undefined) void query.where('e.action', filter.action)
  if (filter.subject !== undefined) void query.where('e.subject', filter.subject)
  if (filter.before !== undefined) void query.where('e.id', '<', filter.before)
  const rows = await query
  return rows.map(({ seq, hash, ...row }) => ({
    ...asEntry(row),
    seal: seq === null || hash === null ? null : { seq, hash },
  }))
}

export interface RefusalCount {
  readonly hour: Date
  readonly code: string
  readonly route: string
  readonly count: number
}

export async function addCounts(db: Db, counts: readonly RefusalCount[]): Promise<void> {
  if (counts.length === 0) return
  await db('audit_counts')
    .insert(counts.map((c) => ({ ...c })))
    .onConflict(['hour', 'code', 'route'])
    .merge({ count: db.raw('audit_counts.count + excluded.count') })
}
