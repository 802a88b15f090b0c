import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { insertAccess } from './store.ts'

const QUIET_MS = 60_000

export type AccessWord = 'added' | 'looked' | 'changed' | 'ordered' | 'order_looked' | 'exported' | 'erased'

/** Keeps who saw a patient; what they saw is not kept. */
export async function noteAccess(
  app: App,
  db: Db,
  actor: Actor,
  patient: { readonly id: string; readonly practice: string },
  what: AccessWord,
): Promise<void> {
  const at = app.clock.now()
  await insertAccess(
    db,
    {
      id: app.ids('acs'),
      patient_id: patient.id,
      practice: patient.practice,
      account_id: actor.id,
      by_name: actor.name,
      what,
      at,
    },
    new Date(at.getTime() - QUIET_MS),
  )
}
