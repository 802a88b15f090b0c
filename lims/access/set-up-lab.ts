import { createHash, timingSafeEqual } from 'node:crypto'
import type { NewKey } from '@ils/contract/access'
import { scopeNames } from '@ils/contract/roles'
import { system, type Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { CredentialsRefused, Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { addHolder } from './add-holder.ts'
import { makeKey } from './make-key.ts'
import { adminExists, lockAdministration } from './store.ts'

/** Makes the first administrator of an empty LIMS and their first key; once. */
export async function setUpLab(
  app: App,
  input: { setupKey: string; name: string; email?: string | null },
): Promise<NewKey> {
  const expected = app.settings.adminSetupKey
  if (expected === null) throw new Refusal('setup_closed', 'No ADMIN_SETUP_KEY is set: start the LIMS with one')
  if (!sameText(input.setupKey, expected))
    throw new CredentialsRefused('The setup key is not the ADMIN_SETUP_KEY of this LIMS')
  // The right key stands for the lab itself: it may give everything.
  const lab: Actor = { ...system('setup'), scopes: scopeNames }
  return inTransaction(app.db, async (trx) => {
    await lockAdministration(trx)
    if (await adminExists(trx))
      throw new Refusal('setup_closed', 'An administrator exists already: ask them for access')
    const within = { ...app, db: trx }
    const holder = await addHolder(within, lab, {
      kind: 'person',
      name: input.name,
      email: input.email ?? null,
      roles: ['admin'],
    })
    return makeKey(within, lab, { holderId: holder.id, label: 'first key' })
  })
}

// Hashing first makes the lengths equal, which the comparison needs.
function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
