import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from 'jose'
import { createHash } from 'node:crypto'
import type { TokenIssuer } from '@ils/platform/config/common-settings'
import { roleNames, scopesOf, type Role } from '@ils/contract/roles'
import { DEFAULT_REQUESTS_PER_MINUTE, type Actor } from '@ils/platform/actor'
import { CredentialsRefused, Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { findHolderBySignIn, type HolderRow } from './store.ts'

export interface Tokens {
  read(token: string): Promise<Actor>
  forget(): void
}

// Signatures that only the issuer can make: no shared secrets, and never `none`.
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
const DISCOVERY_MS = 5000
const SKEW_SECONDS = 5

type KeySource = ReturnType<typeof createRemoteJWKSet>
type World = Pick<App, 'pool' | 'clock' | 'log' | 'settings' | 'listener'>

/** Reads tokens of the configured OpenID Connect issuers; who they are and what they may do is in the token alone. */
export function openTokens(app: World): Tokens {
  const issuers = new Map(app.settings.tokenIssuers.map((issuer) => [issuer.issuer, issuer]))
  const sources = new Map<string, Promise<KeySource>>()
  const holders = new Map<string, HolderRow | undefined>()

  async function keysOf(issuer: string): Promise<KeySource> {
    const known = sources.get(issuer)
    if (known) return known
    const found = discoverKeys(issuer, app.settings.allowHttpIssuers)
    sources.set(issuer, found)
    // An issuer that was away must be asked again.
    found.catch(() => sources.delete(issuer))
    return found
  }

  async function holderOf(issuer: string, subject: string): Promise<HolderRow | undefined> {
    const name = `${issuer}\n${subject}`
    if (holders.has(name) && app.listener.connected) return holders.get(name)
    const holder = await findHolderBySignIn(app.pool, issuer, subject)
    holders.set(name, holder)
    return holder
  }

  return {
    forget: () => {
      holders.clear()
    },
    async read(token) {
      const issuer = issuers.get(claimedIssuer(token))
      if (!issuer)
        throw new CredentialsRefused('This is neither an API key nor a token of an issuer that is known here')
      const claims = await verify(token, issuer, () => keysOf(issuer.issuer), app)
      if (!claims.sub) throw new CredentialsRefused('The token names nobody (sub is missing)')
      return actorOf(claims, claims.sub, issuer, await holderOf(issuer.issuer, claims.sub))
    },
  }
}

async function verify(
  token: string,
  issuer: TokenIssuer,
  keys: () => Promise<KeySource>,
  app: World,
): Promise<JWTPayload> {
  let source: KeySource
  try {
    source = await keys()
  } catch (error) {
    app.log.warn({ err: error, issuer: issuer.issuer }, 'the token issuer could not be reached')
    throw new Refusal('not_ready', 'The token issuer could not be reached to check this token; try again', {
      headers: { 'retry-after': '2' },
    })
  }
  try {
    const { payload } = await jwtVerify(token, source, {
      issuer: issuer.issuer,
      audience: issuer.audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: SKEW_SECONDS,
      currentDate: app.clock.now(),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new CredentialsRefused('The token has expired')
    if (error instanceof errors.JOSEError) throw new CredentialsRefused(`The token is not valid here (${error.code})`)
    throw error
  }
}

async function discoverKeys(issuer: string, allowHttp: boolean): Promise<KeySource> {
  const mustBeSafe = (url: URL): URL => {
    if (url.protocol !== 'https:' && !allowHttp)
      throw new Error('issuers are read over https only (ILS_ALLOW_HTTP_ISSUERS)')
    return url
  }
  const at = mustBeSafe(new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`))
  const answer = await fetch(at, { redirect: 'error', signal: AbortSignal.timeout(DISCOVERY_MS) })
  if (!answer.ok) throw new Error(`discovery answered ${answer.status}`)
  const found = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown }
  if (found.issuer !== issuer) throw new Error('discovery names another issuer')
  if (typeof found.jwks_uri !== 'string') throw new Error('discovery names no keys')
  return createRemoteJWKSet(mustBeSafe(new URL(found.jwks_uri)), {
    timeoutDuration: DISCOVERY_MS,
    cooldownDuration: 5000,
  })
}

/** Read before anything is verified, only to choose whose keys to verify with. */
function claimedIssuer(token: string): string {
  const part = token.split('.')[1]
  if (!part) return ''
  try {
    const claims = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as { iss?: unknown } | null
    return typeof claims?.iss === 'string' ? claims.iss : ''
  } catch {
    return ''
  }
}

function actorOf(claims: JWTPayload, subject: string, issuer: TokenIssuer, holder: HolderRow | undefined): Actor {
  const roles = rolesOf(claims, issuer)
  const practice = issuer.practiceClaim === undefined ? null : claimAt(claims, issuer.practiceClaim)
  const name = holder?.name ?? (typeof claims['name'] === 'string' ? claims['name'].slice(0, 200) : subject)
  const actor: Actor = {
    kind: 'person',
    // Without a holder of ours the person is still always the same one.
    id: holder?.id ?? `sub_${createHash('sha256').update(`${issuer.issuer}\n${subject}`).digest('hex').slice(0, 26)}`,
    name,
    roles,
    scopes: scopesOf(roles),
    practice: typeof practice === 'string' && practice !== '' ? practice : null,
    by: 'token',
    keyId: null,
    requestsPerMinute: DEFAULT_REQUESTS_PER_MINUTE,
    endsAt: claims.exp === undefined ? null : new Date((claims.exp + SKEW_SECONDS) * 1000),
  }
  if (holder?.disabled_at) throw new CredentialsRefused('This person is switched off', actor)
  if (roles.includes('ecp') && actor.practice === null) {
    throw new CredentialsRefused('The token names no practice, and an ecp belongs to one', actor)
  }
  return actor
}

function rolesOf(claims: JWTPayload, issuer: TokenIssuer): Role[] {
  const words = claimAt(claims, issuer.rolesClaim)
  const given = Array.isArray(words) ? words : typeof words === 'string' ? words.split(' ') : []
  const mapped = given.map((word) =>
    typeof word === 'string' && Object.hasOwn(issuer.roles, word) ? issuer.roles[word] : undefined,
  )
  return roleNames.filter((role) => mapped.includes(role))
}

function claimAt(claims: JWTPayload, path: string): unknown {
  let at: unknown = claims
  // A claim may have a dotted name of its own (https://lab.example/roles): the whole path is tried first.
  if (Object.hasOwn(claims, path)) return claims[path]
  for (const part of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  return at
}
