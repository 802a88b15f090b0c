import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Seals small secrets for the database with AES-256-GCM. What a seal is for is part of it (as additional data): a sealed
 * text that is moved to another row does not open there.
 */
export interface Sealer {
  seal(secret: Uint8Array | string, purpose: string): string
  /** Throws where no key opens it: the data or the keys are not what they were. */
  open(sealed: string, purpose: string): Buffer
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** The first key seals, all open: so a key is replaced without a moment at which something does not open. */
export function openSealer(keys: readonly string[]): Sealer {
  const known = keys.map((key) => Buffer.from(key, 'base64'))
  const [first] = known
  if (first === undefined || known.some((key) => key.length !== KEY_BYTES))
    throw new Error('A sealer needs keys of 32 bytes as base64')
  return {
    seal(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, first, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(purpose))
      const body = Buffer.concat([cipher.update(secret), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, 'base64')
      for (const key of known) {
        const opened = openWith(key, bytes, purpose)
        if (opened) return opened
      }
      throw new Error(`no seal key opens what was sealed for ${purpose.split(' ')[0] ?? ''}`)
    },
  }
}

function openWith(key: Buffer, bytes: Buffer, purpose: string): Buffer | undefined {
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  } catch {
    // Another key, another purpose, or changed: authentication fails alike.
    return undefined
  }
}
