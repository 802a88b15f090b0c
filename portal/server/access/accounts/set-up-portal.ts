import { createHash, timingSafeEqual } from 'node:crypto'
import { system } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { CredentialsRefused, Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { hashPassword } from '../passwords/hash-password.ts'
import { mustBeStrong } from '../passwords/judge-password.ts'
import { adminExists, insertAccount, lockAdministration } from './store.ts'

/** Makes the first administrator of an empty portal; once. */
export async function setUpPortal(
  app: App,
  input: { readonly setupKey: string; readonly name: string; readonly email: string; readonly password: string },
): Promise<void> {
  const expected = app.settings.adminSetupKey
  if (expected === null) throw new Refusal('setup_closed', 'No ADMIN_SETUP_KEY is set: start the portal with one')
  if (!sameText(input.setupKey, expected))
    throw new CredentialsRefused('The setup key is not the ADMIN_SETUP_KEY of this portal')
  mustBeStrong(input.password, input)
  await inTransaction(app.db, async (trx) => {
    await lockAdministration(trx)
    if (await adminExists(trx))
      throw new Refusal('setup_closed', 'An administrator exists already: ask them for access')
    const { name, email } = input
    const now = app.clock.now()
    const account = await insertAccount(trx, {
      ...{ id: app.ids('acc'), name, email, practice: null, leads: false, language: 'en', created_at: now },
      ...{ roles: ['admin'], password: await hashPassword(input.password), password_at: now },
    })
    if (!account) throw new Refusal('conflict', 'Somebody has this address already')
    const said = { action: 'portal.set_up', subject: account.id, practice: null, detail: {} }
    await keepAudit(app, trx, system('setup'), said)
  })
}

// Hashing first makes the lengths equal, which the comparison needs.
function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
