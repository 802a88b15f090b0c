import { keyExpired } from '@ils/contract/events'
import { system } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { RunningTask } from '@ils/platform/queue/task'
import type { App } from '../app.ts'
import { keyFact } from './key-fact.ts'
import { lockKey, updateKey } from './store.ts'

/** Says that a key has ended, unless it was taken away before or lives longer by now. */
export async function announceExpiredKey(app: App, task: RunningTask<{ keyId: string }>): Promise<void> {
  await inTransaction(app.db, async (trx) => {
    const held = await lockKey(trx, task.data.keyId)
    if (held && !held.key.revoked_at && held.key.expires_at && held.key.expires_at <= app.clock.now()) {
      const key = await updateKey(trx, held.key, {})
      const data = keyFact({ ...held, key })
      const actor = system('access')
      await record(
        app,
        trx,
        keyExpired,
        { subject: key.id, subjectVersion: key.version, practice: key.practice, data },
        actor,
      )
      await keepAudit(app, trx, actor, { action: 'key.expired', subject: key.id, practice: null, detail: data })
    }
    await task.settle(trx)
  })
}
