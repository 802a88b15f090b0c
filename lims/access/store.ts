import type { Role, Scope } from '@ils/contract/roles'
import type { Db, Trx } from '@ils/platform/db/database'

export interface HolderRow {
  id: string
  kind: 'person' | 'service'
  name: string
  email: string | null
  roles: Role[]
  practice: string | null
  issuer: string | null
  subject: string | null
  version: number
  disabled_at: Date | null
  created_at: Date
}

export interface KeyRow {
  id: string
  holder_id: string
  label: string
  prefix: string
  hash: string
  scopes: Scope[] | null
  practice: string | null
  requests_per_minute: number
  expires_at: Date | null
  last_used_at: Date | null
  rotated_to: string | null
  revoked_at: Date | null
  version: number
  created_at: Date
}

/** A key together with whose it is. */
export interface HeldKey {
  readonly key: KeyRow
  readonly holder: HolderRow
}

export async function insertHolder(db: Db, holder: HolderRow): Promise<void> {
  await db('holders').insert(holder)
}

export async function findHolder(db: Db, id: string): Promise<HolderRow | undefined> {
  return db<HolderRow>('holders').where({ id }).first()
}

export async function findHolderBySignIn(db: Db, issuer: string, subject: string): Promise<HolderRow | undefined> {
  return db<HolderRow>('holders').where({ issuer, subject }).first()
}

/** Writes what changed if nobody else changed it since `version`; answers whether it did. */
export async function updateHolder(db: Db, id: string, version: number, changes: Partial<HolderRow>): Promise<boolean> {
  const changed = await db<HolderRow>('holders')
    .where({ id, version })
    .update({ ...changes, version: version + 1 })
  return changed === 1
}

export async function listHolders(
  db: Db,
  page: { after: string | undefined; limit: number; practice?: string | undefined },
): Promise<HolderRow[]> {
  const query = db<HolderRow>('holders').orderBy('id').limit(page.limit)
  if (page.after !== undefined) void query.where('id', '>', page.after)
  if (page.practice !== undefined) void query.where('practice', page.practice)
  return query
}

export async function adminExists(db: Db): Promise<boolean> {
  return (await db('holders').whereRaw("'admin' = any(roles)").first('id')) !== undefined
}

/** How many ways in an administrator has, besides one holder or one key: usable keys, and sign-ons. */
export async function otherWaysIn(trx: Trx, except: { holderId?: string; keyId?: string }, now: Date): Promise<number> {
  const { rows } = await trx.raw<{ rows: { ways: number }[] }>(
    `select count(*) as ways from holders h
       left join api_keys k on k.holder_id = h.id and k.revoked_at is null and k.id <> :keyId
        and (k.expires_at is null or k.expires_at > :now) and (k.scopes is null or 'access:write' = any(k.scopes))
      where 'admin' = any(h.roles) and h.disabled_at is null and h.id <> :holderId
        and (k.id is not null or h.issuer is not null)`,
    { holderId: except.holderId ?? '', keyId: except.keyId ?? '', now },
  )
  return rows[0]?.ways ?? 0
}

/** Changes that could leave the lab without an administrator go one after another. */
export async function lockAdministration(trx: Trx): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtextextended('ils:administration', 0))")
}

export async function insertKey(db: Db, key: KeyRow): Promise<void> {
  await db('api_keys').insert(key)
}

/** For a change: the row is held until the transaction ends. */
export async function lockKey(trx: Trx, id: string): Promise<HeldKey | undefined> {
  const key = await trx<KeyRow>('api_keys').where({ id }).forUpdate().first()
  return key && withHolder(trx, key)
}

export function findKey(db: Db, id: string): Promise<HeldKey | undefined> {
  return heldKeyWhere(db, 'k.id = ?', id)
}

/** The way in: one query, because it runs for every request that is not in the cache. */
export function findKeyByHash(db: Db, hash: string): Promise<HeldKey | undefined> {
  return heldKeyWhere(db, 'k.hash = ?', hash)
}

/** Keys by their ids, each with whose it is. */
export function findKeys(db: Db, ids: readonly string[]): Promise<HeldKey[]> {
  return heldKeysWhere(db, 'k.id = any(?::text[])', ids)
}

export async function findHolders(db: Db, ids: readonly string[]): Promise<HolderRow[]> {
  return db<HolderRow>('holders').whereIn('id', [...ids])
}

async function heldKeyWhere(db: Db, condition: 'k.id = ?' | 'k.hash = ?', value: string): Promise<HeldKey | undefined> {
  const [found] = await heldKeysWhere(db, condition, value)
  return found
}

async function heldKeysWhere(
  db: Db,
  condition: 'k.id = ?' | 'k.hash = ?' | 'k.id = any(?::text[])',
  value: string | readonly string[],
): Promise<HeldKey[]> {
  const { rows } = await db.raw<{ rows: { key: KeyRow & Dated; holder: HolderRow & Dated }[] }>(
    `select to_jsonb(k) as key, to_jsonb(h) as holder from api_keys k join holders h on h.id = k.holder_id where ${condition}`,
    [value] as never[], // Text, or a list of it, as the condition asks.
  )
  return rows.map(({ key, holder }) => ({ key: withDates(key), holder: withDates(holder) }))
}

async function withHolder(db: Db, key: KeyRow): Promise<HeldKey> {
  const holder = await findHolder(db, key.holder_id)
  if (!holder) throw new Error(`key ${key.id} has no holder`)
  return { key, holder }
}

type Dated = Record<string, unknown>

// Inside jsonb instants come as text. In place: the row was just read and nobody else has it.
function withDates<T extends Dated>(row: T): T {
  const values: Dated = row
  for (const name in values) {
    const value = values[name]
    if (typeof value === 'string' && name.endsWith('_at')) values[name] = new Date(value)
  }
  return row
}

export async function listKeys(
  db: Db,
  page: { after: string | undefined; limit: number; holderId?: string | undefined },
): Promise<HeldKey[]> {
  const query = db<KeyRow>('api_keys').orderBy('id').limit(page.limit)
  if (page.after !== undefined) void query.where('id', '>', page.after)
  if (page.holderId !== undefined) void query.where('holder_id', page.holderId)
  const keys = await query
  const holders = await db<HolderRow>('holders').whereIn('id', [...new Set(keys.map((key) => key.holder_id))])
  const byId = new Map(holders.map((holder) => [holder.id, holder]))
  return keys.flatMap((key) => {
    const holder = byId.get(key.holder_id)
    return holder ? [{ key, holder }] : []
  })
}

export async function updateKey(trx: Trx, key: KeyRow, changes: Partial<KeyRow>): Promise<KeyRow> {
  const next = { ...changes, version: key.version + 1 }
  await trx<KeyRow>('api_keys').where({ id: key.id }).update(next)
  return { ...key, ...next }
}

/** Notes when keys were used; a later note never goes back. */
export async function noteKeyUses(db: Db, uses: readonly { id: string; at: Date }[]): Promise<void> {
  await db.raw(
    `update api_keys k set last_used_at = greatest(k.last_used_at, u.at)
       from unnest(?::text[], ?::timestamptz[]) as u (id, at) where k.id = u.id`,
    [uses.map((use) => use.id), uses.map((use) => use.at)],
  )
}
