import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { Account } from '../../../contract/accounts.ts'
import { accountChanged } from '../../../contract/events.ts'
import type { Role } from '../../../contract/roles.ts'
import type { App } from '../../app.ts'
import { endLinks } from '../links/store.ts'
import { mustManage, mustMayGive } from '../policy.ts'
import { endSignInsOf } from '../sign-ins/store.ts'
import { accountFact, showAccount } from './show.ts'
import { changeAccountRow, lockAccount, lockAdministration, otherAdmins } from './store.ts'

export interface ChangeAccount {
  /** The version that was seen: a change by somebody else in between is a conflict, not lost. */
  readonly version: number
  readonly name?: string
  readonly roles?: readonly Role[]
  readonly leads?: boolean
  readonly disabled?: boolean
}

/** Changes what somebody may do, or switches them off and on. It acts with their next call. */
export async function changeAccount(app: App, actor: Actor, accountId: string, input: ChangeAccount): Promise<Account> {
  return inTransaction(app.db, async (trx) => {
    await lockAdministration(trx)
    const before = await lockAccount(trx, accountId)
    mustManage(actor, before, accountId)
    mustBeVersion(before.version, input.version)
    const now = app.clock.now()
    const { disabled } = input
    const disabled_at = disabled === undefined ? before.disabled_at : disabled ? (before.disabled_at ?? now) : null
    const next = {
      name: input.name ?? before.name,
      roles: input.roles ? [...input.roles] : before.roles,
      leads: input.leads ?? before.leads,
      disabled_at,
    }
    mustMayGive(actor, { ...next, practice: before.practice })
    const wasAdmin = before.roles.includes('admin') && before.disabled_at === null
    const isAdmin = next.roles.includes('admin') && disabled_at === null
    if (wasAdmin && !isAdmin && (await otherAdmins(trx, accountId)) === 0)
      throw new Refusal('last_admin', 'Nobody could administer the portal after this; make another administrator first')
    const account = await changeAccountRow(trx, before, next)
    if (disabled_at) {
      await endSignInsOf(trx, accountId, now, null)
      await endLinks(trx, accountId)
    }
    const { data } = accountFact(account)
    await record(app, trx, accountChanged, accountFact(account), actor)
    await keepAudit(app, trx, actor, {
      action: 'account.changed',
      subject: accountId,
      practice: account.practice,
      detail: data,
    })
    return showAccount(account)
  })
}

/** Ends all sign-ins of somebody: a device was lost. */
export async function signOutAccount(app: App, actor: Actor, accountId: string): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    const account = await lockAccount(trx, accountId)
    mustManage(actor, account, accountId)
    const ended = await endSignInsOf(trx, accountId, app.clock.now(), null)
    const said = { action: 'account.signed_out', subject: accountId, practice: account.practice, detail: { ended } }
    await keepAudit(app, trx, actor, said)
  })
}

function mustBeVersion(found: number, seen: number): void {
  if (found === seen) return
  throw new Refusal('conflict', `The account has version ${found} by now; look at it again`, {
    causes: [
      { code: 'version', field: 'body.version', message: 'changed by somebody else', value: seen, limit: found },
    ],
  })
}
