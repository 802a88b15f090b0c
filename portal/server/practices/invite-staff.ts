import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { Account } from '../../contract/accounts.ts'
import { inviteAccount, type InviteAccount } from '../access/public.ts'
import type { App } from '../app.ts'
import { mustSeePractice, noPractice } from './policy.ts'
import { lockPractice } from './store.ts'

/** Invites somebody of the lab, or of a practice that is there and open; in the language of the practice. */
export async function inviteStaff(app: App, actor: Actor, input: InviteAccount): Promise<Account> {
  const { practice } = input
  if (practice === null) return inviteAccount(app, actor, input)
  mustSeePractice(actor, practice)
  return inTransaction(app.db, async (trx) => {
    const found = await lockPractice(trx, practice)
    if (!found) throw noPractice(practice)
    if (found.closed_at) throw new Refusal('conflict', `Practice ${practice} is closed`)
    return inviteAccount({ ...app, db: trx }, actor, { language: found.preferences.language, ...input })
  })
}
