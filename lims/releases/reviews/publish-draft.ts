import type { Release } from '@ils/contract/releases'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { announceActivation, type Activated } from '../activations/announce.ts'
import { auditReviewSetting } from './audit-review-setting.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { showRelease } from '../activations/show-release.ts'

export interface PublishDraft {
  readonly version: number
  readonly hash: string
  readonly practices?: readonly string[] | null
  readonly notes?: string
  readonly emergency?: { readonly reason: string }
}

/** Makes a draft a release and brings it into force, if every gate is open at this very moment. */
export async function publishDraft(app: App, actor: Actor, draftId: string, input: PublishDraft): Promise<Release> {
  const person = mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const made = await callGate<Activated & { number: number; review: Release['review'] }>(trx, 'publish_draft', {
      draft_id: draftId,
      version: input.version,
      hash: input.hash,
      practices: input.practices ?? null,
      notes: input.notes ?? null,
      emergency: input.emergency?.reason ?? null,
      by_id: person.id,
      at: app.clock.now(),
    })
    await announceActivation(app, trx, made, actor)
    await keepAudit(app, trx, actor, {
      action: made.review === 'emergency' ? 'release.published_in_emergency' : 'release.published',
      subject: `release ${made.number}`,
      practice: null,
      detail: {
        draftId,
        release: made.number,
        hash: made.hash,
        review: made.review,
        practices: made.practices,
        ...(input.emergency ? { reason: input.emergency.reason } : {}),
      },
    })
    await auditReviewSetting(app, trx, actor, made)
    return showRelease(trx, made.number)
  })
}
