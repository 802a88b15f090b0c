import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEFAULT_REQUESTS_PER_MINUTE, type Actor } from '@ils/platform/actor'
import { CredentialsRefused } from '@ils/platform/refusal'
import { scopesOf } from '../../../contract/roles.ts'
import type { App } from '../../app.ts'
import type { AccountRow } from '../accounts/store.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { cookieOf, secretInCookie } from './cookie.ts'
import { findSignIn, noteSignInUse, rotateSignIn, type HeldSignIn, type SignInRow } from './store.ts'
import { COOKIE_LIVES_MS, GRACE_MS, IDLE_MS, NOTE_USE_EVERY_MS } from './times.ts'

type World = Pick<App, 'pool' | 'clock' | 'url'>

/** Reads who is signed in from the cookie. The database is asked each time: what is taken away is gone at once. */
export function openSignIns(app: World) {
  return {
    credentialsOf: (request: IncomingMessage): string => secretInCookie(request.headers, app.url()),
    async authenticate(secret: string, answer: Pick<ServerResponse, 'setHeader'>): Promise<Actor> {
      const now = app.clock.now()
      const held = await findSignIn(app.pool, hashOfSecret(secret), now)
      if (!held) throw new CredentialsRefused('You are not signed in any more')
      const actor = actorOf(held)
      refuseOver(held, actor, now)
      if (held.signIn.state !== 'open') throw new CredentialsRefused('The code of the second step is awaited', actor)
      await keepAlive(app, held.signIn, now, answer)
      return actor
    },
  }
}

/** A stolen cookie is worth an hour: after it the next call gets another one, and the old one opens nothing. */
async function keepAlive(
  app: World,
  signIn: SignInRow,
  now: Date,
  answer: Pick<ServerResponse, 'setHeader'>,
): Promise<void> {
  if (now.getTime() - signIn.rotated_at.getTime() >= COOKIE_LIVES_MS) {
    const secret = freshSecret()
    const last_until = new Date(now.getTime() + GRACE_MS)
    const next = { hash: hashOfSecret(secret), last_until, rotated_at: now, used_at: now }
    if (await rotateSignIn(app.pool, signIn, next)) answer.setHeader('set-cookie', cookieOf(secret, app.url()))
    return
  }
  if (now.getTime() - signIn.used_at.getTime() >= NOTE_USE_EVERY_MS) await noteSignInUse(app.pool, signIn.id, now)
}

export function actorOf({ signIn, account }: HeldSignIn): Actor {
  return {
    kind: 'person',
    id: account.id,
    name: account.name,
    roles: account.roles,
    scopes: scopesOf(account.roles, account.leads),
    practice: account.practice,
    by: 'sign-in',
    keyId: signIn.id,
    requestsPerMinute: DEFAULT_REQUESTS_PER_MINUTE,
  }
}

/** Why nobody comes in with this account, if so. */
export function shutOut(account: AccountRow): string | undefined {
  if (account.disabled_at) return 'This account is switched off'
  return account.practice_closed_at ? 'The practice is closed' : undefined
}

export function refuseOver({ signIn, account }: HeldSignIn, actor: Actor, now: Date): void {
  const shut = shutOut(account)
  if (shut !== undefined) throw new CredentialsRefused(shut, actor)
  const over = signIn.state === 'ended' || signIn.ends_at <= now
  if (over || now.getTime() - signIn.used_at.getTime() > IDLE_MS)
    throw new CredentialsRefused('The sign-in is over: sign in again', actor)
}
