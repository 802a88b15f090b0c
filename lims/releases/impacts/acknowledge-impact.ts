import type { Impact } from '@ils/contract/impacts'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { findInForce } from '../activations/views.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { isCurrent, mustFindImpact, showImpact } from './show-impact.ts'

/** Takes note of what a draft changes, by name: of a complete preview of what is there now, and of nothing else. */
export async function acknowledgeImpact(
  app: App,
  actor: Actor,
  impactId: string,
  input: { readonly after: string },
): Promise<Impact> {
  const person = mustBePerson(actor)
  const inForce = await findInForce(app.db)
  return inTransaction(app.db, async (trx) => {
    const impact = await mustFindImpact(trx, impactId)
    if (impact.state === 'done' && !isCurrent(impact, inForce?.hash)) {
      const message = 'The draft or what is in force has changed since: preview it again'
      throw new Refusal('gate_shut', message, { causes: [{ code: 'impact', field: 'impact', message }] })
    }
    await callGate(trx, 'acknowledge_impact', {
      ...{ id: impactId, after_hash: input.after, by_id: person.id, by_name: person.name, at: app.clock.now() },
    })
    if (!impact.acknowledged.some(({ id }) => id === person.id)) {
      await keepAudit(app, trx, actor, {
        ...{ action: 'impact.acknowledged', subject: impactId, practice: null },
        detail: {
          draftId: impact.draft_id,
          version: impact.version,
          after: impact.after_hash,
          changed: impact.changed,
        },
      })
    }
    return showImpact(trx, impactId)
  })
}
