import type { Schedule } from '@ils/contract/reviews'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showSchedule } from '../activations/show-release.ts'

/** Takes a schedule back before its moment. The task that waits for it finds it so, and does nothing. */
export async function cancelSchedule(app: App, actor: Actor, id: string, reason: string | null): Promise<Schedule> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    await callGate(trx, 'cancel_schedule', { id, reason, by_id: person.id, at: app.clock.now() })
    await keepAudit(app, trx, actor, { action: 'schedule.cancelled', subject: id, practice: null, detail: { reason } })
    return showSchedule(trx, id)
  })
}
