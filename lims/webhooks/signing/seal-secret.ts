import { createHash } from 'node:crypto'
import { openBytes, sealBytes } from '@ils/platform/sealing/seal-bytes'

const FORM = 's1'
const NAME_CHARS = 8

/**
 * A secret as it may lie in the database: `s1.<name of the key>.<nonce, tag, text>`. It is bound to what it belongs to, so
 * that one copied into another row opens nothing.
 */
export function sealSecret(key: Uint8Array, owner: string, secret: string): string {
  return `${FORM}.${nameOf(key)}.${sealBytes(key, owner, secret).toString('base64url')}`
}

/** Undefined where none of the keys sealed it, or where it was changed since. */
export function unsealSecret(keys: readonly Uint8Array[], owner: string, sealed: string): string | undefined {
  const [form, name, encoded = ''] = sealed.split('.')
  const key = keys.find((one) => nameOf(one) === name)
  if (form !== FORM || !key) return undefined
  return openBytes(key, owner, Buffer.from(encoded, 'base64url'))?.toString('utf8')
}

/** Tells keys apart without showing them. */
const nameOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex').slice(0, NAME_CHARS)
