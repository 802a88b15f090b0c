import type { Me } from '../../../contract/access.ts'
import { scopesOf } from '../../../contract/roles.ts'
import type { HeldSignIn } from './store.ts'
import { IDLE_MS } from './times.ts'

export function showMe({ signIn, account }: HeldSignIn): Me {
  return {
    accountId: account.id,
    name: account.name,
    email: account.email,
    roles: account.roles,
    scopes: scopesOf(account.roles, account.leads),
    practice: account.practice,
    leads: account.leads,
    language: account.language,
    twoStep: account.two_step_since !== null,
    recoveryCodesLeft: account.recovery_codes.length,
    signInId: signIn.id,
    signInEndsAt: signIn.ends_at.toISOString(),
    idleMinutes: IDLE_MS / 60_000,
  }
}
