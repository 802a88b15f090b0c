import { asEventActor, type Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { correlationId } from '../correlation.ts'
import type { Db } from '../db/database.ts'
import { insertEntry } from './store.ts'

export interface Said {
  /** What was done or tried: `key.made`. */
  readonly action: string
  readonly subject: string | null
  /** Whose it is; null: the lab itself. */
  readonly practice: string | null
  readonly outcome?: 'done' | 'refused'
  /** What changed, or why not. Never a secret, a prescription or a patient. */
  readonly detail: Record<string, unknown>
}

const LAB_TENANT = 'lab'

/** Writes an entry of the audit trail: in the transaction of the change, or by itself for a refusal. */
export async function keepAudit(app: Foundation, db: Db, actor: Actor, said: Said): Promise<void> {
  await insertEntry(db, {
    id: app.ids('aud'),
    tenant: said.practice ?? LAB_TENANT,
    at: app.clock.now(),
    actor: asEventActor(actor),
    action: said.action,
    subject: said.subject,
    outcome: said.outcome ?? 'done',
    detail: said.detail,
    correlationId: correlationId(),
  })
}
