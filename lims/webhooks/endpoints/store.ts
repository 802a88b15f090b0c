import type { SigningKind } from '@ils/platform/signing/signing-keys'
import type { Db, Trx } from '@ils/platform/db/database'

export interface EndpointRow {
  id: string
  practice: string | null
  url: string | null
  description: string
  event_types: string[] | null
  practices: string[] | null
  signing: SigningKind
  /** Sealed; `openSecrets` opens it. */
  secret: string
  public_key: string | null
  secret_before: string | null
  public_key_before: string | null
  secret_before_until: Date | null
  state: 'active' | 'paused' | 'disabled'
  state_reason: string | null
  state_since: Date
  from_seq: number
  version: number
  created_by: string | null
  created_at: Date
  updated_at: Date
  deleted_at: Date | null
}

export async function insertEndpoint(trx: Trx, row: EndpointRow): Promise<void> {
  await trx<EndpointRow>('webhook_endpoints').insert(row)
}

/** Removed ones are not found. */
export async function findEndpoint(db: Db, id: string): Promise<EndpointRow | undefined> {
  return db<EndpointRow>('webhook_endpoints').where({ id }).whereNull('deleted_at').first()
}

/** For a change: the row is held until the transaction ends. */
export async function lockEndpoint(trx: Trx, id: string): Promise<EndpointRow | undefined> {
  return trx<EndpointRow>('webhook_endpoints').where({ id }).whereNull('deleted_at').forUpdate().first()
}

export interface EndpointFilter {
  readonly after?: string | undefined
  readonly limit: number
  /** Only those of this practice; left out: all. */
  readonly practice?: string | undefined
}

export async function listEndpoints(db: Db, { after, limit, practice }: EndpointFilter): Promise<EndpointRow[]> {
  const query = db<EndpointRow>('webhook_endpoints').whereNull('deleted_at').orderBy('id').limit(limit)
  if (after !== undefined) void query.where('id', '>', after)
  if (practice !== undefined) void query.where({ practice })
  return query
}

/** Two who register at the same time for the same owner count one after the other. */
export async function lockOwner(trx: Trx, practice: string | null): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7012))', [practice ?? ''])
}

export async function countEndpointsOf(db: Db, practice: string | null): Promise<number> {
  const query = db('webhook_endpoints').where({ practice }).whereNull('deleted_at')
  const row = await query.count({ count: '*' }).first<{ count: number }>()
  return row.count
}

export type EndpointChanges = Partial<Omit<EndpointRow, 'id' | 'version' | 'created_at' | 'created_by' | 'from_seq'>>

/** Of a row that is held; one change more. */
export async function updateEndpoint(
  trx: Trx,
  row: EndpointRow,
  changes: EndpointChanges & { readonly updated_at: Date },
): Promise<EndpointRow> {
  const after = { ...row, ...changes, version: row.version + 1 }
  await trx<EndpointRow>('webhook_endpoints')
    .where({ id: row.id })
    .update({ ...changes, version: after.version })
  return after
}
