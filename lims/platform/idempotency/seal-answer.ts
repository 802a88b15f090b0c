import { hkdfSync } from 'node:crypto'
import { openBytes, sealBytes } from '../sealing/seal-bytes.ts'

/**
 * An answer with a secret in it (a new API key) is kept so that only its own caller can read it again: the key is
 * derived from what the caller sends each time and we never store, their credentials and the request itself.
 */
export interface Sealing {
  readonly authorization: string
  readonly rawBody: Buffer
  readonly idempotencyKey: string
}

// The key is of this one answer alone: what it is for is in it already.
const PURPOSE = ''

export function sealAnswer(text: string, by: Sealing): string {
  return sealBytes(keyOf(by), PURPOSE, text).toString('base64')
}

/** The answer, or undefined when the caller comes with other credentials than the first time. */
export function openAnswer(sealed: string, by: Sealing): string | undefined {
  return openBytes(keyOf(by), PURPOSE, Buffer.from(sealed, 'base64'))?.toString('utf8')
}

function keyOf({ authorization, rawBody, idempotencyKey }: Sealing): Buffer {
  const material = Buffer.concat([Buffer.from(`${authorization}\n`), rawBody])
  return Buffer.from(hkdfSync('sha256', material, Buffer.from(idempotencyKey), 'ils idempotent answer', 32))
}
