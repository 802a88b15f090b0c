import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { App } from '../../app.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { flowCookieOf } from '../sign-ins/cookie.ts'
import { openProvider, returnTo } from './open-provider.ts'
import { insertFlow } from './store.ts'

const FLOW_LIVES_MS = 600_000

export interface Flow {
  readonly verifier: string
  readonly nonce: string
  readonly state: string
}

export const purposeOfFlow = (hash: string): string => `openid-flow ${hash}`

/** Begins the code flow with PKCE. What is checked at its end stays here, bound to this browser by a cookie. */
export async function startOpenId(app: App): Promise<{ url: string; cookie: string }> {
  const { config } = await openProvider(app)
  const flow: Flow = { verifier: randomPKCECodeVerifier(), nonce: randomNonce(), state: randomState() }
  const secret = freshSecret()
  const hash = hashOfSecret(secret)
  const sealed = app.sealer.seal(JSON.stringify(flow), purposeOfFlow(hash))
  await insertFlow(app.db, { hash, sealed, ends_at: new Date(app.clock.now().getTime() + FLOW_LIVES_MS) })
  const url = buildAuthorizationUrl(config, {
    redirect_uri: returnTo(app),
    scope: 'openid profile email',
    code_challenge: await calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
    nonce: flow.nonce,
    state: flow.state,
  })
  return { url: url.href, cookie: flowCookieOf(secret, app.url(), FLOW_LIVES_MS / 1000) }
}
