import { scheduleChanged } from '@ils/contract/events'
import type { Schedule } from '@ils/contract/reviews'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { callGate } from '../gates/store.ts'
import { localTime, readMoment } from './lab-time.ts'
import { mustBePerson } from '../policy.ts'
import { findTimeZone } from '../activations/views.ts'
import { showSchedule } from '../activations/show-release.ts'
import { runScheduleTask } from '../tasks.ts'

export interface ScheduleDraft {
  readonly version: number
  readonly hash: string
  readonly at: string
  readonly practices?: readonly string[] | null
}

/** Brings a draft into force later. Every gate must be open now, and is looked at again then. */
export async function scheduleDraft(app: App, actor: Actor, draftId: string, input: ScheduleDraft): Promise<Schedule> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const timeZone = await findTimeZone(trx, input.hash)
    const dueAt = readMoment(input.at, timeZone)
    const id = app.ids('sch')
    const { name } = await callGate<{ name: string }>(trx, 'schedule_draft', {
      id,
      draft_id: draftId,
      version: input.version,
      hash: input.hash,
      practices: input.practices ?? null,
      due_at: dueAt,
      local: localTime(dueAt, timeZone),
      time_zone: timeZone,
      by_id: person.id,
      at: app.clock.now(),
    })
    const delayMs = dueAt.getTime() - app.clock.now().getTime()
    await app.queue.enqueue(trx, runScheduleTask, { uniqueId: id, data: { scheduleId: id }, delayMs })
    const data = { draftId, name, version: input.version, hash: input.hash, scheduleId: id, at: dueAt.toISOString() }
    await record(app, trx, scheduleChanged, { subject: id, subjectVersion: 1, practice: null, data }, actor)
    await keepAudit(app, trx, actor, { action: 'draft.scheduled', subject: draftId, practice: null, detail: data })
    return showSchedule(trx, id)
  })
}
