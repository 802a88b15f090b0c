import { createHmac, sign } from 'node:crypto'
import { readSigningKey } from './signing-keys.ts'

export interface ToSign {
  /** The same over all attempts. */
  readonly id: string
  /** When this attempt is made. */
  readonly at: Date
  /** The very bytes that are sent. */
  readonly body: Uint8Array
  /** All keys in use, the new one first: while one follows the other a receiver may know either. */
  readonly secrets: readonly string[]
}

export interface SignedHeaders {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

// A dot would let an id reach into the time that follows it: what is signed is told apart by dots.
const ID = /^[A-Za-z0-9_-]{1,200}$/

/** The headers of one attempt, by Standard Webhooks 1.0.0: `id.seconds.body` signed with every key in use. */
export function signDelivery({ id, at, body, secrets }: ToSign): SignedHeaders {
  if (!ID.test(id)) throw new Error(`${JSON.stringify(id)} cannot be signed as an id: letters, digits, _ and - only`)
  if (secrets.length === 0) throw new Error('nothing to sign with')
  const seconds = String(Math.floor(at.getTime() / 1000))
  const head = Buffer.from(`${id}.${seconds}.`)
  const signatures = secrets.map((secret) => {
    const key = readSigningKey(secret)
    if (key.kind === 'v1') return `v1,${createHmac('sha256', key.bytes).update(head).update(body).digest('base64')}`
    return `v1a,${sign(null, Buffer.concat([head, body]), key.key).toString('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}
