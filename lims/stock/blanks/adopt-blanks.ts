import type { AnswerOf, BodyOf } from '@ils/contract/endpoint'
import { OPC, type adoptBlanks as endpoint } from '@ils/contract/stock'
import { stockEvents } from '@ils/contract/stock-events'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { listedBlanks } from './listed-blanks.ts'
import { mustBeLevels } from './reorder-levels.ts'
import { insertMissing } from './store.ts'

const MOST_SHOWN = 100

/** Stock is kept of whatever the catalogue in force lists; what is kept already stays as it is. */
export async function adoptBlanks(
  app: App,
  actor: Actor,
  input: BodyOf<typeof endpoint, never>,
): Promise<AnswerOf<typeof endpoint>> {
  mustBeOfTheLab(actor)
  const { reorderAt = null, reorderTo = null } = input
  mustBeLevels({ reorderAt, reorderTo })
  const { release } = await app.rules.inForce(null)
  const listed = [...listedBlanks(release.compiled.rulebook).values()]
  const fit = listed.filter(({ opc }) => OPC.test(opc))
  const unfit = listed.filter(({ opc }) => !OPC.test(opc)).map(({ opc }) => opc)
  const added = await inTransaction(app.db, async (trx) => {
    const count = await insertMissing(trx, fit, { reorder_at: reorderAt, reorder_to: reorderTo })
    if (count > 0) {
      // What a release lists is adopted once: no second change of it follows.
      const subject = { subject: `release-${release.number}`, subjectVersion: 1, practice: null }
      const data = { release: release.number, added: count }
      await record(app, trx, stockEvents.adopted, { ...subject, data }, actor)
    }
    return count
  })
  return { release: release.number, listed: listed.length, added, unfit: unfit.slice(0, MOST_SHOWN) }
}
