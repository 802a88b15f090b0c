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

/** Brings what some practices tried into force for everyone, or gives those practices back what everyone has. */
export async function promoteRelease(
  app: App,
  actor: Actor,
  number: number,
  input: { to: 'everyone' | 'nobody'; reason?: string },
): Promise<Activation> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const reason = input.reason ?? null
    const activated = await callGate<Activated>(trx, 'promote_release', {
      number,
      to: input.to,
      reason,
      by_id: person.id,
      at: app.clock.now(),
    })
    await announceActivation(app, trx, activated, actor)
    await auditReviewSetting(app, trx, actor, activated)
    await keepAudit(app, trx, actor, {
      action: input.to === 'everyone' ? 'release.promoted' : 'pilot.ended',
      subject: `release ${number}`,
      practice: null,
      detail: { reason, practices: activated.practices },
    })
    return showActivation({ ...activated, at: new Date(activated.at) })
  })
}
