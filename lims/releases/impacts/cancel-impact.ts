import type { Impact } from '@ils/contract/impacts'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { callGate } from '../gates/store.ts'
import { mustBePerson } from '../policy.ts'
import { mustFindImpact, showImpact } from './show-impact.ts'

/** Stops a preview; what was judged until then is kept, and counts as nothing. */
export async function cancelImpact(app: App, actor: Actor, impactId: string): Promise<Impact> {
  mustBePerson(actor)
  return inTransaction(app.db, async (trx) => {
    const { state: before } = await mustFindImpact(trx, impactId)
    if (before !== 'cancelled') {
      const { state } = await callGate<{ state: Impact['state'] }>(trx, 'end_impact', {
        ...{ id: impactId, state: 'cancelled', at: app.clock.now() },
      })
      if (state !== 'cancelled') throw new Refusal('impact_over', `The preview is ${state}: there is nothing to stop`)
    }
    return showImpact(trx, impactId)
  })
}
