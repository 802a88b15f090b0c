import type { Trx } from '@ils/platform/db/database'
import { exportJWK, generateKeyPair } from 'jose'
import type { App } from '../../app.ts'
import { insertSigningKey, type SigningKeyRow } from './store.ts'

export const SIGNING_ALGORITHM = 'EdDSA'
/** A LIMS keeps the keys that it has read for ten minutes: a key is read everywhere before anything is signed with it. */
const KNOWN_AFTER_MS = 15 * 60_000

export const purposeOf = (id: string): string => `signing-key ${id}`

export async function makeSigningKey(app: Pick<App, 'clock' | 'ids' | 'sealer'>, trx: Trx): Promise<SigningKeyRow> {
  const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true })
  const id = app.ids('sky')
  const made: SigningKeyRow = {
    id,
    public_key: { ...(await exportJWK(publicKey)), kid: id, alg: SIGNING_ALGORITHM, use: 'sig' },
    sealed: app.sealer.seal(JSON.stringify(await exportJWK(privateKey)), purposeOf(id)),
    created_at: app.clock.now(),
    retired_at: null,
  }
  await insertSigningKey(trx, made)
  return made
}

/** With which of them, the newest first, it is signed: the newest that everybody knows, or else the oldest. */
export function signsNow(keys: readonly SigningKeyRow[], now: Date): SigningKeyRow {
  const known = keys.find(({ created_at }) => now.getTime() - created_at.getTime() >= KNOWN_AFTER_MS) ?? keys.at(-1)
  if (!known) throw new Error('there is no signing key')
  return known
}
