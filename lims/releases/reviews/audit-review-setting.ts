import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import type { Activated } from '../activations/announce.ts'
import { findReviewSettings } from '../activations/views.ts'

/** Whether a lab publishes alone or in twos is a setting of its rulebook; that it changed stands in the audit trail. */
export async function auditReviewSetting(app: App, trx: Trx, actor: Actor, activated: Activated): Promise<void> {
  if (activated.practices !== null) return
  const { before, after } = await findReviewSettings(trx, activated.before, activated.release)
  if (before === null || before === after) return
  await keepAudit(app, trx, actor, {
    action: 'review.changed',
    subject: `release ${activated.release}`,
    practice: null,
    detail: { before, after },
  })
}
