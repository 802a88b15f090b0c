import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

/** Standard Webhooks 1.0.0: `v1` is HMAC-SHA256 with a shared secret, `v1a` is Ed25519 with a pair of keys. */
export const signingKinds = ['v1', 'v1a'] as const
export type SigningKind = (typeof signingKinds)[number]

export interface SigningKey {
  /** What we sign with: `whsec_…`, or `whsk_…`, which never leaves the LIMS. */
  readonly secret: string
  /** What a receiver verifies with, where that is another one: `whpk_…`. */
  readonly publicKey: string | null
}

const SHARED = 'whsec_'
const PRIVATE = 'whsk_'
const PUBLIC = 'whpk_'
// The standard asks for 24 to 64.
const SHARED_BYTES = 32
const SEED_BYTES = 32
const PRIVATE_BYTES = 64
// RFC 8410: what stands before the 32 bytes of a private key of Ed25519.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A new key of an endpoint. */
export function makeSigningKey(kind: SigningKind): SigningKey {
  if (kind === 'v1') return { secret: `${SHARED}${randomBytes(SHARED_BYTES).toString('base64')}`, publicKey: null }
  const pair = generateKeyPairSync('ed25519')
  const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-SEED_BYTES)
  const shown = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES)
  // As libsodium and Svix write it: the seed, and the public key behind it.
  const secret = `${PRIVATE}${Buffer.concat([seed, shown]).toString('base64')}`
  return { secret, publicKey: `${PUBLIC}${shown.toString('base64')}` }
}

export type ReadKey =
  { readonly kind: 'v1'; readonly bytes: Buffer } | { readonly kind: 'v1a'; readonly key: KeyObject }

// Keys are few and deliveries many: reading one of Ed25519 costs as much as signing with it.
const known = new Map<string, ReadKey>()
const MOST_KNOWN = 1000

/** A key as it is kept, ready to sign with. */
export function readSigningKey(secret: string): ReadKey {
  const found = known.get(secret)
  if (found) return found
  const read = parse(secret)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(secret, read)
  return read
}

function parse(secret: string): ReadKey {
  if (secret.startsWith(SHARED)) return { kind: 'v1', bytes: Buffer.from(secret.slice(SHARED.length), 'base64') }
  const bytes = secret.startsWith(PRIVATE) ? Buffer.from(secret.slice(PRIVATE.length), 'base64') : Buffer.alloc(0)
  if (bytes.length !== PRIVATE_BYTES) throw new Error('a signing key is whsec_ or whsk_ and base64')
  const der = Buffer.concat([PKCS8_HEAD, bytes.subarray(0, SEED_BYTES)])
  return { kind: 'v1a', key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) }
}
