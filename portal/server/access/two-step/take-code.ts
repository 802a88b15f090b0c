import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { noteAccount, type AccountRow } from '../accounts/store.ts'
import { hashOfRecoveryCode } from './recovery-codes.ts'
import { stepOfCode } from './totp.ts'

export interface Taken {
  readonly account: AccountRow
  readonly by: 'code' | 'recovery code'
}

export const purposeOfTwoStep = (accountId: string): string => `two-step ${accountId}`

/** Uses a code up, of the authenticator or a recovery code; undefined where it is none. The account is locked: a code works once. */
export async function takeCode(app: App, trx: Trx, account: AccountRow, code: string): Promise<Taken | undefined> {
  if (account.two_step_secret === null) return undefined
  const text = code.replaceAll(/[\s-]/g, '')
  if (/^\d{6}$/.test(text)) {
    const secret = app.sealer.open(account.two_step_secret, purposeOfTwoStep(account.id))
    const step = stepOfCode(secret, text, app.clock.now(), account.two_step_used)
    if (step === undefined) return undefined
    await noteAccount(trx, account.id, { two_step_used: step })
    return { account: { ...account, two_step_used: step }, by: 'code' }
  }
  const hash = hashOfRecoveryCode(text)
  if (!account.recovery_codes.includes(hash)) return undefined
  const recovery_codes = account.recovery_codes.filter((one) => one !== hash)
  await noteAccount(trx, account.id, { recovery_codes })
  return { account: { ...account, recovery_codes }, by: 'recovery code' }
}
