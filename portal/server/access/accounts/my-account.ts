import type { Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import { findAccount, type AccountRow } from './store.ts'

/** The account of who is signed in. */
export async function myAccount(app: App, actor: Actor): Promise<AccountRow> {
  const account = actor.by === 'sign-in' && actor.id !== null ? await findAccount(app.db, actor.id) : undefined
  // The mount lets only people who are signed in through to these endpoints.
  if (!account) throw new Error('nobody is signed in')
  return account
}
