import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { myAccount } from '../accounts/my-account.ts'
import { changeAccountRow, lockAccount, type AccountRow } from '../accounts/store.ts'
import { countWrongTry, mustNotBeLockedOut } from '../lock-outs/guard-tries.ts'
import { mustKnowPassword } from '../passwords/must-know-password.ts'
import { endSignInsOf } from '../sign-ins/store.ts'
import { freshRecoveryCodes, hashOfRecoveryCode } from './recovery-codes.ts'
import { purposeOfTwoStep, takeCode } from './take-code.ts'
import { base32, freshTotpSecret, totpUri } from './totp.ts'

const ISSUER = 'ILS portal'
const NONE = { two_step_secret: null, two_step_since: null, two_step_used: null, recovery_codes: [] as string[] }

/** A first secret; asked for from when it is confirmed. */
export async function startTwoStep(app: App, actor: Actor, password: string, address: string) {
  const account = await myAccount(app, actor)
  await mustKnowPassword(app, account, password, address)
  const secret = freshTotpSecret()
  await inTransaction(app.db, async (trx) => {
    const now = await mine(trx, account.id)
    if (now.two_step_since) throw new Refusal('already_so', 'Two-step sign-in is on: end it first')
    const sealed = app.sealer.seal(secret, purposeOfTwoStep(account.id))
    await changeAccountRow(trx, now, { ...NONE, two_step_secret: sealed })
  })
  return { secret: base32(secret), uri: totpUri(secret, account.email, ISSUER) }
}

/** The first code shows that the authenticator has the secret. All other sign-ins of the account end: they had one step. */
export async function confirmTwoStep(app: App, actor: Actor, code: string, address: string) {
  const account = await myAccount(app, actor)
  const tries = { account: account.email, address }
  await mustNotBeLockedOut(app, tries)
  const codes = freshRecoveryCodes()
  const confirmed = await inTransaction(app.db, async (trx) => {
    const now = await mine(trx, account.id)
    if (now.two_step_since) throw new Refusal('already_so', 'Two-step sign-in is on')
    if (now.two_step_secret === null) throw new Refusal('not_found', 'Begin two-step sign-in first')
    const taken = await takeCode(app, trx, now, code)
    if (taken?.by !== 'code') return false
    const at = app.clock.now()
    const recovery_codes = codes.map(hashOfRecoveryCode)
    await changeAccountRow(trx, taken.account, { two_step_since: at, recovery_codes })
    await endSignInsOf(trx, account.id, at, actor.keyId)
    await audit(app, trx, actor, 'two_step.begun')
    return true
  })
  if (!confirmed) {
    await countWrongTry(app, tries)
    throw new Refusal('wrong_code', 'The code is not right: is the clock of the device?')
  }
  return { recoveryCodes: codes }
}

export async function renewRecoveryCodes(app: App, actor: Actor, password: string, address: string) {
  const account = await myAccount(app, actor)
  await mustKnowPassword(app, account, password, address)
  const codes = freshRecoveryCodes()
  await inTransaction(app.db, async (trx) => {
    const now = await mine(trx, account.id)
    if (!now.two_step_since) throw new Refusal('not_found', 'Two-step sign-in is off')
    await changeAccountRow(trx, now, { recovery_codes: codes.map(hashOfRecoveryCode) })
    await audit(app, trx, actor, 'recovery_codes.renewed')
  })
  return { recoveryCodes: codes }
}

export async function endTwoStep(app: App, actor: Actor, password: string, address: string): Promise<void> {
  const account = await myAccount(app, actor)
  await mustKnowPassword(app, account, password, address)
  await inTransaction(app.db, async (trx) => {
    await changeAccountRow(trx, await mine(trx, account.id), NONE)
    await audit(app, trx, actor, 'two_step.ended')
  })
}

async function mine(trx: Trx, id: string): Promise<AccountRow> {
  const account = await lockAccount(trx, id)
  if (!account) throw new Error('the account of who is signed in is gone')
  return account
}

const audit = (app: App, trx: Trx, actor: Actor, action: string): Promise<void> =>
  keepAudit(app, trx, actor, { action, subject: actor.id, practice: actor.practice, detail: {} })
