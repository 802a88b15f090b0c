import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { authorizationCodeGrant, type IDToken } from 'openid-client'
import type { App } from '../../app.ts'
import {
  changeAccountRow,
  findAccountBySubject,
  insertAccount,
  lockAccount,
  type AccountRow,
} from '../accounts/store.ts'
import { linkOver } from '../links/finish-reset.ts'
import { hashOfSecret } from '../secret-text.ts'
import { flowInCookie } from '../sign-ins/cookie.ts'
import { shutOut } from '../sign-ins/open-sign-ins.ts'
import { startSignIn, type From, type SignedIn } from '../sign-ins/start-sign-in.ts'
import { claimedBy, no, type Claimed } from './claims.ts'
import { openProvider, returnTo } from './open-provider.ts'
import { purposeOfFlow, type Flow } from './start-open-id.ts'
import { takeFlow } from './store.ts'

/** Whether a practice is there and open: asked of a module above, that knows. */
export type PracticeIsOpen = (trx: Trx, practice: string) => Promise<boolean>

/** Ends the code flow: who the provider names is signed in, with the roles and the practice that it gives them today. */
export async function finishOpenId(
  app: App,
  query: string,
  from: From,
  practiceIsOpen: PracticeIsOpen,
): Promise<SignedIn> {
  const { provider, config } = await openProvider(app)
  const flow = await flowOf(app, from)
  const claims = await claimsOf(app, query, flow, config)
  const claimed = claimedBy(claims, provider)
  return inTransaction(app.db, async (trx) => {
    if (claimed.practice !== null && !(await practiceIsOpen(trx, claimed.practice)))
      throw no('the practice that the provider names is not one of this lab')
    const account = await accountOf(app, trx, provider.issuer, claimed)
    const shut = shutOut(account)
    if (shut !== undefined) throw no(shut)
    // A second step is the provider's to ask for.
    return startSignIn(app, trx, account, { from, state: 'open', by: 'openid' })
  })
}

async function flowOf(app: App, from: From): Promise<Flow> {
  const hash = hashOfSecret(flowInCookie(from.headers, app.url()))
  const kept = await takeFlow(app.db, hash, app.clock.now())
  if (!kept) throw linkOver()
  // It was sealed by us.
  return JSON.parse(app.sealer.open(kept.sealed, purposeOfFlow(hash)).toString('utf8')) as Flow
}

async function claimsOf(
  app: App,
  query: string,
  { verifier, nonce, state }: Flow,
  config: Parameters<typeof authorizationCodeGrant>[0],
): Promise<IDToken> {
  try {
    const tokens = await authorizationCodeGrant(config, new URL(`${returnTo(app)}?${query}`), {
      pkceCodeVerifier: verifier,
      expectedNonce: nonce,
      expectedState: state,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims) return claims
  } catch (error) {
    // Wrong state or nonce, a code of somebody else, a signature that does not fit: none of it is a bug of ours.
    app.log.info({ err: error }, 'an OpenID sign-in was refused')
  }
  throw no('what the provider sent does not fit what was asked')
}

async function accountOf(app: App, trx: Trx, issuer: string, claimed: Claimed): Promise<AccountRow> {
  const { subject, ...about } = claimed
  const known = await findAccountBySubject(trx, issuer, subject)
  const locked = known && (await lockAccount(trx, known.id))
  if (locked) {
    const { name, roles, practice } = about
    const before = [locked.name, locked.roles.toSorted(), locked.practice]
    const same = JSON.stringify(before) === JSON.stringify([name, roles.toSorted(), practice])
    // The address stays: another one could be that of somebody who is here.
    return same
      ? locked
      : changeAccountRow(trx, locked, { name, roles, practice, leads: locked.leads && practice !== null })
  }
  const made = await insertAccount(trx, {
    ...{ ...about, id: app.ids('acc'), leads: false, language: 'en', created_at: app.clock.now() },
    ...{ issuer, subject },
  })
  // Joined by address alone, whoever runs the provider could take over any account here.
  if (!made) throw no('somebody has this address here already, with a password: sign in with that')
  return made
}
