import type { Db, Trx } from '@ils/platform/db/database'

export interface SigningKeyRow {
  id: string
  public_key: Record<string, unknown>
  sealed: string
  created_at: Date
  retired_at: Date | null
}

export async function listSigningKeys(db: Db): Promise<SigningKeyRow[]> {
  return db<SigningKeyRow>('signing_keys').whereNull('retired_at').orderBy('created_at', 'desc')
}

export async function insertSigningKey(trx: Trx, key: SigningKeyRow): Promise<void> {
  await trx('signing_keys').insert({ ...key, public_key: JSON.stringify(key.public_key) })
}

export async function retireSigningKeys(trx: Trx, ids: readonly string[], at: Date): Promise<void> {
  await trx<SigningKeyRow>('signing_keys')
    .whereIn('id', [...ids])
    .update({ retired_at: at })
}

/** Processes that start together make one key. */
export async function lockSigningKeys(trx: Trx): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtextextended('ils:portal:signing-keys', 0))")
}
