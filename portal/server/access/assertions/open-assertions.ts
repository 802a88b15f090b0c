import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import type { Actor } from '@ils/platform/actor'
import { correlationId } from '@ils/platform/correlation'
import { inTransaction } from '@ils/platform/db/transaction'
import { importJWK, SignJWT, type JWK } from 'jose'
import type { App } from '../../app.ts'
import { LIMS_AUDIENCE } from '../../settings.ts'
import { makeSigningKey, purposeOf, signsNow, SIGNING_ALGORITHM } from './signing-key.ts'
import { listSigningKeys, lockSigningKeys, type SigningKeyRow } from './store.ts'

const LIVES_SECONDS = 120
const RENEW_BEFORE_MS = 40_000
const MOST_KEPT = 5000
const LOOK_AGAIN_MS = 60_000

type World = Pick<App, 'pool' | 'clock' | 'ids' | 'sealer' | 'url' | 'settings'>

export interface Assertions {
  /** A client of the LIMS that says on whose behalf it asks. */
  limsFor(actor: Actor): LimsClient
  publicKeys(): Promise<Record<string, unknown>[]>
}

/**
 * Says to the LIMS who is signed in here, in a token of two minutes that the LIMS checks with the portal's public key:
 * what it lets through is what that person may, and its audit trail has their name.
 */
export function openAssertions(app: World): Assertions {
  let signer: { readonly since: number; readonly made: ReturnType<typeof openSigner> } | undefined
  const kept = new Map<string, { text: string; untilMs: number }>()

  async function openSigner(): Promise<{ id: string; key: Parameters<SignJWT['sign']>[0] }> {
    const newest = signsNow(await signingKeys(app), app.clock.now())
    const secret = app.sealer.open(newest.sealed, purposeOf(newest.id)).toString('utf8')
    // What was sealed here was exported from a key of ours.
    return { id: newest.id, key: await importJWK(JSON.parse(secret) as JWK, SIGNING_ALGORITHM) }
  }

  async function assertionOf(actor: Actor): Promise<string> {
    const claims = { name: actor.name, roles: [...actor.roles], ...(actor.practice && { practice: actor.practice }) }
    const name = JSON.stringify([actor.id, claims])
    const nowMs = app.clock.now().getTime()
    const known = kept.get(name)
    if (known && known.untilMs > nowMs) return known.text
    // Another process may have changed the key.
    if (!signer || nowMs - signer.since > LOOK_AGAIN_MS) signer = { since: nowMs, made: openSigner() }
    signer.made.catch(() => (signer = undefined))
    const { id, key } = await signer.made
    const seconds = Math.floor(nowMs / 1000)
    const text = await new SignJWT(claims)
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid: id })
      .setIssuer(app.url())
      .setAudience(LIMS_AUDIENCE)
      .setSubject(actor.id ?? '')
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LIVES_SECONDS)
      .sign(key)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(name, { text, untilMs: nowMs + LIVES_SECONDS * 1000 - RENEW_BEFORE_MS })
    return text
  }

  return {
    limsFor(actor) {
      if (actor.by !== 'sign-in') throw new Error('assertions are made for people who are signed in')
      return openLimsClient({
        url: app.settings.portalLimsUrl,
        correlationId,
        async fetch(url, init) {
          const headers = new Headers(init?.headers)
          headers.set('authorization', `Bearer ${await assertionOf(actor)}`)
          return fetch(url, { ...init, headers })
        },
      })
    },
    publicKeys: async () => (await signingKeys(app)).map((key) => key.public_key),
  }
}

async function signingKeys(app: World): Promise<SigningKeyRow[]> {
  const known = await listSigningKeys(app.pool)
  return known.length > 0 ? known : makeFirstKey(app)
}

async function makeFirstKey(app: World): Promise<SigningKeyRow[]> {
  return inTransaction(app.pool, async (trx) => {
    await lockSigningKeys(trx)
    const known = await listSigningKeys(trx)
    return known.length > 0 ? known : [await makeSigningKey(app, trx)]
  })
}
