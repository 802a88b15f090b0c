import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Db } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Me } from '../../../contract/access.ts'
import type { Language } from '../../../contract/shapes.ts'
import type { App } from '../../app.ts'
import { showMe } from '../sign-ins/show.ts'
import { findHeld, type HeldSignIn } from '../sign-ins/store.ts'
import { changeAccountRow, lockAccount } from './store.ts'

/** Who is signed in, and what they may do. */
export const me = async (app: App, actor: Actor): Promise<Me> => showMe(await mySignIn(app.db, actor))

/** Changes one's own name or language. */
export async function changeMe(
  app: App,
  actor: Actor,
  input: { readonly name?: string; readonly language?: Language },
): Promise<Me> {
  return inTransaction(app.db, async (trx) => {
    const held = await mySignIn(trx, actor)
    const before = (await lockAccount(trx, held.account.id)) ?? held.account
    const account = await changeAccountRow(trx, before, input)
    const detail = { changed: Object.keys(input) }
    const said = { action: 'account.changed', subject: account.id, practice: account.practice, detail }
    await keepAudit(app, trx, actor, said)
    return showMe({ ...held, account })
  })
}

async function mySignIn(db: Db, actor: Actor): Promise<HeldSignIn> {
  const held = actor.id && actor.keyId ? await findHeld(db, actor.keyId, actor.id) : undefined
  // The mount lets only people who are signed in through to these endpoints.
  if (!held) throw new Error('nobody is signed in')
  return held
}
