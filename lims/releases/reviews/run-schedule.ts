import { system, type Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { RunningTask } from '@ils/platform/queue/task'
import type { App } from '../../app.ts'
import { announceActivation, announceSuspended, type Activated } from '../activations/announce.ts'
import { auditReviewSetting } from './audit-review-setting.ts'
import { callGate } from '../gates/store.ts'

type Ran =
  | ({ readonly state: 'done'; readonly number: number; readonly by_id: string; readonly by_name: string } & Activated)
  | {
      readonly state: 'suspended'
      readonly reason: string
      readonly draft_id: string
      readonly name: string
      readonly version: number
      readonly hash: string
    }
  | { readonly state: 'over' | 'waiting' }

/** Carries a schedule out at its moment, or suspends it with the reason where a gate is shut by then. */
export async function runSchedule(app: App, task: RunningTask<{ scheduleId: string }>): Promise<void> {
  const { scheduleId } = task.data
  await inTransaction(app.db, async (trx) => {
    const ran = await callGate<Ran>(trx, 'run_schedule', { id: scheduleId, at: app.clock.now() })
    // A clock that lags behind the queue's: the task comes again.
    if (ran.state === 'waiting') throw new Error(`schedule ${scheduleId} is not due yet`)
    const actor: Actor = system('schedule')
    if (ran.state === 'done') {
      await announceActivation(app, trx, ran, actor)
      await keepAudit(app, trx, actor, {
        action: 'release.published',
        subject: `release ${ran.number}`,
        practice: null,
        detail: { scheduleId, release: ran.number, hash: ran.hash, scheduledBy: ran.by_name, practices: ran.practices },
      })
      await auditReviewSetting(app, trx, actor, ran)
    } else if (ran.state === 'suspended') {
      await announceSuspended(app, trx, [{ ...ran, id: scheduleId }], ran.reason, actor)
      await keepAudit(app, trx, actor, {
        action: 'schedule.suspended',
        subject: scheduleId,
        practice: null,
        detail: { draftId: ran.draft_id, reason: ran.reason },
      })
    }
    await task.settle(trx)
  })
}
