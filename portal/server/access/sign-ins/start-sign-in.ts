import type { IncomingHttpHeaders } from 'node:http'
import type { Trx } from '@ils/platform/db/database'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Me } from '../../../contract/access.ts'
import type { App } from '../../app.ts'
import { noteAccount, type AccountRow } from '../accounts/store.ts'
import { freshSecret, hashOfSecret } from '../secret-text.ts'
import { cookieOf } from './cookie.ts'
import { actorOf } from './open-sign-ins.ts'
import { showMe } from './show.ts'
import { insertSignIn, type HeldSignIn, type SignInRow } from './store.ts'
import { CODE_WAITS_MS, SIGN_IN_LIVES_MS } from './times.ts'

/** From where somebody signs in. */
export interface From {
  readonly headers: IncomingHttpHeaders
  readonly address: string
}

export interface SignedIn {
  readonly next: 'done' | 'code'
  readonly me: Me | null
  readonly cookie: string
}

/** Begins a sign-in of an account that has shown who it is, or its first half where a code is asked for. */
export async function startSignIn(
  app: App,
  trx: Trx,
  account: AccountRow,
  { from, state, by }: { readonly from: From; readonly state: 'code' | 'open'; readonly by: 'password' | 'openid' },
): Promise<SignedIn> {
  const secret = freshSecret()
  const now = app.clock.now()
  const signIn: SignInRow = {
    id: app.ids('sgn'),
    account_id: account.id,
    hash: hashOfSecret(secret),
    last_hash: null,
    last_until: null,
    state,
    device: deviceOf(from.headers),
    address: from.address,
    started_at: now,
    rotated_at: now,
    used_at: now,
    ends_at: new Date(now.getTime() + (state === 'code' ? CODE_WAITS_MS : SIGN_IN_LIVES_MS)),
    ended_at: null,
  }
  await insertSignIn(trx, signIn)
  if (state === 'open') await noteSignedIn(app, trx, { signIn, account }, by)
  return {
    next: state === 'open' ? 'done' : 'code',
    me: state === 'open' ? showMe({ signIn, account }) : null,
    cookie: cookieOf(secret, app.url()),
  }
}

export async function noteSignedIn(
  app: App,
  trx: Trx,
  held: HeldSignIn,
  by: 'password' | 'code' | 'recovery code' | 'openid',
): Promise<void> {
  const { account, signIn } = held
  await noteAccount(trx, account.id, { last_sign_in_at: app.clock.now() })
  await keepAudit(app, trx, actorOf(held), {
    action: 'sign_in.opened',
    subject: account.id,
    practice: account.practice,
    detail: { signInId: signIn.id, by, from: signIn.address },
  })
}

const LONGEST_DEVICE = 200

/** What the browser says it is; for the person to recognise, trusted for nothing. */
function deviceOf(headers: IncomingHttpHeaders): string {
  const said = (headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e]/g, '').slice(0, LONGEST_DEVICE)
  return said === '' ? 'unknown' : said
}
