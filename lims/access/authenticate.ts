import { DEFAULT_REQUESTS_PER_MINUTE, type Actor } from '@ils/platform/actor'
import { CredentialsRefused } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { hashOf, isKeyText } from './key-text.ts'
import { effectiveScopes } from './show.ts'
import { findKeyByHash, noteKeyUses, type HeldKey } from './store.ts'
import { openTokens, type Tokens } from './tokens.ts'
import { accessChannel } from './tell-access-changed.ts'

export interface Authenticator {
  /** Who these credentials are, at once where they are remembered; throws `CredentialsRefused`. */
  authenticate(authorization: string): Actor | Promise<Actor>
  close(): Promise<void>
}

// Long enough to spare the database, short enough that a lost wake-up does not leave a door open.
const REMEMBER_MS = 5000
const MOST_REMEMBERED = 10_000
const NOTE_USE_EVERY_MS = 60_000
const WRITE_USES_EVERY_MS = 2000

interface Remembered {
  readonly held: HeldKey
  readonly actor: Actor
  readonly untilMs: number
}

type World = Pick<App, 'pool' | 'clock' | 'log' | 'schema' | 'listener' | 'settings'>

/**
 * Reads API keys and tokens. Keys are remembered for seconds and forgotten the moment access changes anywhere;
 * while the wake-ups do not arrive nothing is remembered, so that a revoked key never lives on.
 */
export function openAuthenticator(app: World): Authenticator {
  const remembered = new Map<string, Remembered>()
  const uses = new Map<string, { notedMs: number; unwritten: Date | undefined }>()
  const tokens: Tokens = openTokens(app)
  let forgotten = 0
  const forget = (): void => {
    forgotten++
    remembered.clear()
    tokens.forget()
  }
  const stopListening = app.listener.on(accessChannel(app.schema), forget)

  async function find(hash: string): Promise<Actor> {
    const before = forgotten
    const held = await findKeyByHash(app.pool, hash)
    if (!held) throw new CredentialsRefused('This API key is not known')
    const found = { held, actor: actorOf(held), untilMs: performance.now() + REMEMBER_MS }
    // What was read while access changed may be what it was before: it serves this request and is not kept.
    if (before === forgotten) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(hash, found)
    }
    return admit(found)
  }

  function byKey(secret: string): Actor | Promise<Actor> {
    const hash = hashOf(secret)
    const known = remembered.get(hash)
    if (known && known.untilMs > performance.now() && app.listener.connected) return admit(known)
    // What is remembered was once a key; only of the rest the checksum is worth its time.
    if (!isKeyText(secret))
      throw new CredentialsRefused('This is not an API key: its checksum does not fit; was it cut?')
    return find(hash)
  }

  function admit({ held, actor }: Remembered): Actor {
    refuseUnusable(held, actor, app.clock.now())
    noteUse(held.key.id)
    return actor
  }

  function noteUse(id: string): void {
    const use = uses.get(id)
    const now = performance.now()
    if (use && now - use.notedMs < NOTE_USE_EVERY_MS) return
    uses.set(id, { notedMs: now, unwritten: app.clock.now() })
  }

  async function writeUses(): Promise<void> {
    const fresh = [...uses].flatMap(([id, use]) => (use.unwritten ? [{ id, at: use.unwritten }] : []))
    if (fresh.length === 0) return
    for (const { id } of fresh) uses.set(id, { notedMs: uses.get(id)?.notedMs ?? 0, unwritten: undefined })
    try {
      await noteKeyUses(app.pool, fresh)
    } catch (error) {
      app.log.warn({ err: error }, 'the last use of keys could not be noted')
    }
  }

  const writing = setInterval(() => void writeUses(), WRITE_USES_EVERY_MS)
  writing.unref()
  return {
    authenticate(authorization) {
      const [scheme, credentials, ...rest] = authorization.split(' ')
      if (scheme?.toLowerCase() !== 'bearer' || !credentials || rest.length > 0) {
        throw new CredentialsRefused('Send `Authorization: Bearer <key or token>`')
      }
      return credentials.startsWith('lims_') ? byKey(credentials) : tokens.read(credentials)
    },
    async close() {
      clearInterval(writing)
      stopListening()
      await writeUses()
    },
  }
}

export function actorOf(held: HeldKey): Actor {
  const { key, holder } = held
  return {
    kind: holder.kind,
    id: holder.id,
    name: holder.name,
    roles: holder.roles,
    scopes: effectiveScopes(held),
    practice: key.practice ?? holder.practice,
    by: 'key',
    keyId: key.id,
    requestsPerMinute: key.requests_per_minute || DEFAULT_REQUESTS_PER_MINUTE,
    endsAt: key.expires_at,
  }
}

function refuseUnusable({ key, holder }: HeldKey, actor: Actor, now: Date): void {
  if (key.revoked_at) throw new CredentialsRefused('This API key was revoked', actor)
  if (key.expires_at && key.expires_at <= now) throw new CredentialsRefused('This API key has expired', actor)
  if (holder.disabled_at) throw new CredentialsRefused('The holder of this API key is switched off', actor)
}
