import type { Account } from '../../../contract/accounts.ts'
import type { AccountRow } from './store.ts'

export function showAccount(row: AccountRow): Account {
  const joined = row.password !== null || row.issuer !== null
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    practice: row.practice,
    leads: row.leads,
    language: row.language,
    state: row.disabled_at ? 'disabled' : joined ? 'active' : 'invited',
    twoStep: row.two_step_since !== null,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

/** What an event says of an account: nothing of the person. */
export function accountFact(row: AccountRow) {
  return {
    subject: row.id,
    subjectVersion: row.version,
    practice: row.practice,
    data: { accountId: row.id, roles: row.roles, leads: row.leads, disabled: row.disabled_at !== null },
  }
}
