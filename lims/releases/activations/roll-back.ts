import type { Activation } from '@ils/contract/releases'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { announceActivation, type Activated } from './announce.ts'
import { auditReviewSetting } from '../reviews/audit-review-setting.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showActivation } from './show-release.ts'

/** Brings old content into force again: a new activation, never an edit of the past. */
export async function rollBack(
  app: App,
  actor: Actor,
  input: { to?: number; expected?: number; reason: string },
): Promise<Activation> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const activated = await callGate<Activated>(trx, 'roll_back', {
      to: input.to ?? null,
      expected: input.expected ?? null,
      reason: input.reason,
      by_id: person.id,
      at: app.clock.now(),
    })
    await announceActivation(app, trx, activated, actor)
    await auditReviewSetting(app, trx, actor, activated)
    await keepAudit(app, trx, actor, {
      action: 'release.rolled_back',
      subject: `release ${activated.release}`,
      practice: null,
      detail: { from: activated.before, to: activated.release, reason: input.reason },
    })
    return showActivation({ ...activated, at: new Date(activated.at) })
  })
}
