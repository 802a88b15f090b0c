import { readBase64, readPublicKey, readSecret } from './read-key.ts'
import { WebhookRefused } from './webhook-refused.ts'

export interface WebhookKeys {
  /** Shared secrets, `whsec_…`: all that are in use, so that one can follow the other. */
  readonly secrets?: readonly string[]
  /** Public keys, `whpk_…`, known beforehand; none is ever taken from a delivery. */
  readonly publicKeys?: readonly string[]
}

export interface Delivery {
  /** As they came, before anything parsed them: one space more and no signature fits. */
  readonly body: Uint8Array | string
  readonly headers: HeadersLike
}

/** `Headers`, or an object of names as Node has them. */
export type HeadersLike =
  { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>

export interface VerifyOptions extends WebhookKeys {
  /** How far the sender's clock may be off, to either side. */
  readonly toleranceSeconds?: number
  readonly now?: () => Date
  readonly mostBytes?: number
}

export interface Verified {
  /** The same over all attempts: what a receiver has seen already it knows by this. */
  readonly id: string
  /** Of this attempt. */
  readonly sentAt: Date
  readonly body: Uint8Array<ArrayBuffer>
}

const TOLERANCE_SECONDS = 300
const MOST_BYTES = 1_048_576
// More would be work that anybody could make us do.
const MOST_SIGNATURES = 20
const ID = /^[A-Za-z0-9_-]{1,200}$/
const SECONDS = /^[0-9]{1,12}$/

/** Whether a delivery comes from whoever holds the key and was not changed on the way: Standard Webhooks 1.0.0, v1 and v1a. */
export async function verifyWebhookSignature(delivery: Delivery, options: VerifyOptions): Promise<Verified> {
  const body = rawBytes(delivery.body, options.mostBytes ?? MOST_BYTES)
  const id = header(delivery.headers, 'webhook-id')
  const timestamp = header(delivery.headers, 'webhook-timestamp')
  const signatures = header(delivery.headers, 'webhook-signature')
  if (!ID.test(id)) throw new WebhookRefused('header_malformed', 'webhook-id holds what no id holds')
  if (!SECONDS.test(timestamp)) throw new WebhookRefused('header_malformed', 'webhook-timestamp is not in seconds')
  const sentAt = new Date(Number(timestamp) * 1000)
  mustBeRecent(sentAt, options)
  const keys = await keysOf(options)
  const signed = concat(new TextEncoder().encode(`${id}.${timestamp}.`), body)
  for (const text of signatures.split(' ').slice(0, MOST_SIGNATURES)) {
    if (await fits(text, signed, keys)) return { id, sentAt, body }
  }
  throw new WebhookRefused('no_signature_fits', 'none of the signatures was made with a key that is known here')
}

function rawBytes(body: unknown, most: number): Uint8Array<ArrayBuffer> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  if (!(bytes instanceof Uint8Array)) {
    const message =
      'the body must be the raw bytes as they came, but a body parser has read it: put the webhook route in front of it'
    throw new WebhookRefused('body_not_raw', message)
  }
  if (bytes.length > most) {
    throw new WebhookRefused('body_too_large', `the body has ${bytes.length} bytes; at most ${most} are taken`)
  }
  return new Uint8Array(bytes)
}

function header(headers: HeadersLike, name: string): string {
  const found = typeof headers.get === 'function' ? headers.get(name) : inRecord(headers as HeaderRecord, name) // Not `Headers`.
  if (typeof found !== 'string' || found === '') throw new WebhookRefused('header_missing', `${name} is missing`)
  return found
}

type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>

function inRecord(headers: HeaderRecord, name: string): string | undefined {
  for (const key of Object.keys(headers)) {
    if (key.toLowerCase() !== name) continue
    const value = headers[key]
    // A header that comes twice says two things: neither is believed.
    return typeof value === 'string' ? value : value?.length === 1 ? value[0] : undefined
  }
  return undefined
}

// eslint-disable-next-line no-restricted-syntax -- it runs in programs of others, which have no clock of ours
const thisMoment = (): Date => new Date()

function mustBeRecent(sentAt: Date, { toleranceSeconds = TOLERANCE_SECONDS, now = thisMoment }: VerifyOptions): void {
  const age = (now().getTime() - sentAt.getTime()) / 1000
  if (age > toleranceSeconds) throw new WebhookRefused('too_old', `it was sent ${Math.round(age)} s ago`)
  if (age < -toleranceSeconds)
    throw new WebhookRefused('too_new', `it was sent ${Math.round(-age)} s ahead of our clock`)
}

interface Keys {
  readonly shared: readonly Key[]
  readonly public: readonly Key[]
}

// `CryptoKey` by its own name is not known to every runtime's types.
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

// Keys are few and deliveries many.
const imported = new Map<string, Promise<Key>>()
const MOST_IMPORTED = 1000

async function keysOf({ secrets = [], publicKeys = [] }: WebhookKeys): Promise<Keys> {
  if (secrets.length + publicKeys.length === 0) throw new Error('no key is given to verify webhooks with')
  return {
    shared: await Promise.all(secrets.map((text) => keyOf(`s ${text}`, () => importShared(text)))),
    public: await Promise.all(publicKeys.map((text) => keyOf(`p ${text}`, () => importPublic(text)))),
  }
}

function keyOf(name: string, make: () => Promise<Key>): Promise<Key> {
  const known = imported.get(name)
  if (known) return known
  if (imported.size >= MOST_IMPORTED) imported.clear()
  const key = make()
  imported.set(name, key)
  key.catch(() => imported.delete(name))
  return key
}

const importShared = async (text: string): Promise<Key> =>
  crypto.subtle.importKey('raw', readSecret(text), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

const importPublic = async (text: string): Promise<Key> =>
  crypto.subtle.importKey('raw', readPublicKey(text), { name: 'Ed25519' }, false, ['verify'])

/** Compared by the platform's own verification, which takes the same time wherever they differ. Unknown versions are passed over. */
async function fits(text: string, signed: Uint8Array<ArrayBuffer>, keys: Keys): Promise<boolean> {
  const [version, encoded = '', ...rest] = text.split(',')
  const signature = rest.length === 0 ? readBase64(encoded) : undefined
  if (!signature) return false
  const [algorithm, candidates] =
    version === 'v1' ? (['HMAC', keys.shared] as const) : version === 'v1a' ? (['Ed25519', keys.public] as const) : []
  if (!algorithm) return false
  for (const key of candidates) if (await crypto.subtle.verify(algorithm, key, signature, signed)) return true
  return false
}

function concat(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(one.length + other.length)
  whole.set(one)
  whole.set(other, one.length)
  return whole
}
