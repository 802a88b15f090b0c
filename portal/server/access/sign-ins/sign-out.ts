import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { myAccount } from '../accounts/my-account.ts'
import { cookieGone } from './cookie.ts'
import { endSignInRow, endSignInsOf, openSignInsOf } from './store.ts'
import { IDLE_MS } from './times.ts'

/** Ends this sign-in, or all of the person; answers the cookie that takes the cookie away. */
export async function signOut(app: App, actor: Actor, everywhere: boolean): Promise<string> {
  const { id } = await myAccount(app, actor)
  await inTransaction(app.db, async (trx) => {
    const now = app.clock.now()
    if (everywhere) await endSignInsOf(trx, id, now, null)
    else if (actor.keyId !== null) await endSignInRow(trx, id, actor.keyId, now)
    const said = { action: 'sign_in.ended', subject: id, practice: actor.practice, detail: { everywhere } }
    await keepAudit(app, trx, actor, said)
  })
  return cookieGone(app.url())
}

/** Ends another sign-in of the same person. */
export async function endSignIn(app: App, actor: Actor, signInId: string): Promise<void> {
  const { id } = await myAccount(app, actor)
  await inTransaction(app.db, async (trx) => {
    const ended = await endSignInRow(trx, id, signInId, app.clock.now())
    if (!ended) throw new Refusal('not_found', `You have no open sign-in ${signInId}`)
    const said = { action: 'sign_in.ended', subject: id, practice: actor.practice, detail: { signInId } }
    await keepAudit(app, trx, actor, said)
  })
}

export async function listSignIns(app: App, actor: Actor) {
  const { id } = await myAccount(app, actor)
  const now = app.clock.now()
  const rows = await openSignInsOf(app.db, id, { now, usedAfter: new Date(now.getTime() - IDLE_MS) })
  return {
    items: rows.map((row) => ({
      id: row.id,
      current: row.id === actor.keyId,
      device: row.device,
      startedAt: row.started_at.toISOString(),
      lastUsedAt: row.used_at.toISOString(),
    })),
  }
}
