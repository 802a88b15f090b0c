import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const FORM = 's1'
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const NAME_CHARS = 8

/**
 * A secret as it may lie in the database: `s1.<name of the key>.<iv, tag, text>`. It is bound to what it belongs to, so
 * that one copied into another row opens nothing.
 */
export function sealSecret(key: Uint8Array, owner: string, secret: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(owner))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return `${FORM}.${nameOf(key)}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`
}

/** Undefined where none of the keys sealed it, or where it was changed since. */
export function unsealSecret(keys: readonly Uint8Array[], owner: string, sealed: string): string | undefined {
  const [form, name, encoded = ''] = sealed.split('.')
  const key = keys.find((one) => nameOf(one) === name)
  const bytes = Buffer.from(encoded, 'base64url')
  if (form !== FORM || !key || bytes.length < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

/** Tells keys apart without showing them. */
const nameOf = (key: Uint8Array): string => createHash('sha256').update(key).digest('hex').slice(0, NAME_CHARS)
