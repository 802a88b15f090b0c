import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * An answer with a secret in it (a new API key) is kept so that only its own caller can read it again: the key is
 * derived from what the caller sends each time and we never store, their credentials and the request itself.
 */
export interface Sealing {
  readonly authorization: string
  readonly rawBody: Buffer
  readonly idempotencyKey: string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

export function sealAnswer(text: string, by: Sealing): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(by), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** The answer, or undefined when the caller comes with other credentials than the first time. */
export function openAnswer(sealed: string, by: Sealing): string | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(by), bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

function keyOf({ authorization, rawBody, idempotencyKey }: Sealing): Buffer {
  const material = Buffer.concat([Buffer.from(`${authorization}\n`), rawBody])
  return Buffer.from(hkdfSync('sha256', material, Buffer.from(idempotencyKey), 'ils idempotent answer', 32))
}
