import { openBytes, sealBytes } from './seal-bytes.ts'

/**
 * Seals small secrets for the database with AES-256-GCM. What a seal is for is part of it (as additional data): a sealed
 * text that is moved to another row does not open there.
 */
export interface Sealer {
  seal(secret: Uint8Array | string, purpose: string): string
  /** Throws where no key opens it: the data or the keys are not what they were. */
  open(sealed: string, purpose: string): Buffer
}

const KEY_BYTES = 32

/** The first key seals, all open: so a key is replaced without a moment at which something does not open. */
export function openSealer(keys: readonly string[]): Sealer {
  const known = keys.map((key) => Buffer.from(key, 'base64'))
  const [first] = known
  if (first === undefined || known.some((key) => key.length !== KEY_BYTES))
    throw new Error('A sealer needs keys of 32 bytes as base64')
  return {
    seal: (secret, purpose) => sealBytes(first, purpose, secret).toString('base64'),
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, 'base64')
      for (const key of known) {
        const opened = openBytes(key, purpose, bytes)
        if (opened) return opened
      }
      throw new Error(`no seal key opens what was sealed for ${purpose.split(' ')[0] ?? ''}`)
    },
  }
}
