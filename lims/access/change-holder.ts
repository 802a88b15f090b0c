import type { Holder } from '@ils/contract/access'
import { holderChanged } from '@ils/contract/events'
import { scopesOf, type Role } from '@ils/contract/roles'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { mustBeFreeSignIn } from './free-sign-in.ts'
import { mustFitKind, mustFitPractice, mustHaveWhatTheyGive, mustManageTheLab } from './policy.ts'
import { showHolder } from './show.ts'
import { findHolder, lockAdministration, otherWaysIn, updateHolder, type HolderRow } from './store.ts'
import { tellAccessChanged } from './tell-access-changed.ts'

export interface ChangeHolder {
  /** The version that was seen: a change by somebody else in between is a conflict, not lost. */
  readonly version: number
  readonly name?: string
  readonly email?: string | null
  readonly roles?: readonly Role[]
  readonly signIn?: { issuer: string; subject: string } | null
  readonly disabled?: boolean
}

/** Changes who somebody is in the lab, or switches them off and on; it acts at once. */
export async function changeHolder(app: App, actor: Actor, holderId: string, input: ChangeHolder): Promise<Holder> {
  mustManageTheLab(actor)
  return inTransaction(app.db, async (trx) => {
    await lockAdministration(trx)
    const before = await findHolder(trx, holderId)
    if (!before) throw new Refusal('not_found', `There is no holder ${holderId}`)
    const after = apply(before, input, app.clock.now())
    // Taking roles away or switching off needs no more than access:write; giving needs what is given.
    mustHaveWhatTheyGive(actor, scopesOf(after.roles.filter((role) => !before.roles.includes(role))), 'body.roles')
    mustFitKind(after.kind, after.roles)
    mustFitPractice(after.roles, after.practice)
    if (input.signIn) await mustBeFreeSignIn(trx, input.signIn, holderId)
    const changed = fieldsThatDiffer(before, after)
    if (changed.length === 0) return showHolder(before)
    const written = await updateHolder(trx, holderId, input.version, pick(after, changed))
    if (!written) {
      throw new Refusal('conflict', `The holder has version ${before.version} by now; look at it again`, {
        causes: [
          {
            code: 'version',
            field: 'body.version',
            message: 'changed by somebody else',
            value: input.version,
            limit: before.version,
          },
        ],
      })
    }
    if (before.roles.includes('admin') && (await otherWaysIn(trx, {}, app.clock.now())) === 0) {
      throw new Refusal('last_admin', 'Nobody could administer the lab after this; make another administrator first')
    }
    const holder = { ...after, version: input.version + 1 }
    const data = { holderId, kind: holder.kind, roles: holder.roles, disabled: holder.disabled_at !== null, changed }
    await record(
      app,
      trx,
      holderChanged,
      { subject: holderId, subjectVersion: holder.version, practice: holder.practice, data },
      actor,
    )
    await keepAudit(app, trx, actor, { action: 'holder.changed', subject: holderId, practice: null, detail: data })
    await tellAccessChanged(app, trx)
    return showHolder(holder)
  })
}

function apply(before: HolderRow, input: ChangeHolder, now: Date): HolderRow {
  const disabledAt =
    input.disabled === undefined ? before.disabled_at : input.disabled ? (before.disabled_at ?? now) : null
  return {
    ...before,
    name: input.name ?? before.name,
    email: input.email === undefined ? before.email : input.email,
    roles: input.roles ? [...input.roles] : before.roles,
    issuer: input.signIn === undefined ? before.issuer : (input.signIn?.issuer ?? null),
    subject: input.signIn === undefined ? before.subject : (input.signIn?.subject ?? null),
    disabled_at: disabledAt,
  }
}

const CHANGEABLE = ['name', 'email', 'roles', 'issuer', 'subject', 'disabled_at'] as const
type Changeable = (typeof CHANGEABLE)[number]

function fieldsThatDiffer(before: HolderRow, after: HolderRow): Changeable[] {
  return CHANGEABLE.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
}

function pick(row: HolderRow, fields: readonly Changeable[]): Partial<HolderRow> {
  return Object.fromEntries(fields.map((field) => [field, row[field]]))
}
