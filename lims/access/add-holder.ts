import type { Holder } from '@ils/contract/access'
import { holderAdded } from '@ils/contract/events'
import { scopesOf, type Role } from '@ils/contract/roles'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../app.ts'
import { mustBeFreeSignIn } from './free-sign-in.ts'
import { mustFitKind, mustFitPractice, mustHaveWhatTheyGive, mustManageTheLab } from './policy.ts'
import { showHolder } from './show.ts'
import { insertHolder, type HolderRow } from './store.ts'

export interface AddHolder {
  readonly kind: 'person' | 'service'
  readonly name: string
  readonly email?: string | null
  readonly roles: readonly Role[]
  readonly practice?: string | null
  readonly signIn?: { issuer: string; subject: string } | null
}

/** Gives a person or a program a place in the lab. */
export async function addHolder(app: App, actor: Actor, input: AddHolder): Promise<Holder> {
  const practice = input.practice ?? null
  mustManageTheLab(actor)
  mustHaveWhatTheyGive(actor, scopesOf(input.roles), 'body.roles')
  mustFitKind(input.kind, input.roles)
  mustFitPractice(input.roles, practice)
  return inTransaction(app.db, async (trx) => {
    if (input.signIn) await mustBeFreeSignIn(trx, input.signIn, null)
    const holder: HolderRow = {
      id: app.ids('hld'),
      kind: input.kind,
      name: input.name,
      email: input.email ?? null,
      roles: [...input.roles],
      practice,
      issuer: input.signIn?.issuer ?? null,
      subject: input.signIn?.subject ?? null,
      version: 1,
      disabled_at: null,
      created_at: app.clock.now(),
    }
    await insertHolder(trx, holder)
    const data = { holderId: holder.id, kind: holder.kind, roles: holder.roles }
    await record(app, trx, holderAdded, { subject: holder.id, subjectVersion: 1, practice, data }, actor)
    await keepAudit(app, trx, actor, {
      action: 'holder.added',
      subject: holder.id,
      practice: null,
      detail: { ...data, practice },
    })
    return showHolder(holder)
  })
}
