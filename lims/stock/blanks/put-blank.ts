import type { BodyOf } from '@ils/contract/endpoint'
import type { Blank, putBlank as endpoint } from '@ils/contract/stock'
import { stockEvents } from '@ils/contract/stock-events'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { mustBeLevels } from './reorder-levels.ts'
import { sayReorderDue } from './say-due.ts'
import { isDue, showBlank } from './show.ts'
import { insertBlank, lockBlanks, updateBlank, type BlankRow, type BlankSettings } from './store.ts'

/** Stock is kept of a blank from now on, or it is called otherwise and watched at other levels. */
export function putBlank(app: App, actor: Actor, opc: string, input: BodyOf<typeof endpoint, never>): Promise<Blank> {
  mustBeOfTheLab(actor)
  mustBeLevels(input)
  const { label, supplier, product, reorderAt, reorderTo } = input
  const settings: BlankSettings = { label, supplier, product, reorder_at: reorderAt, reorder_to: reorderTo }
  return inTransaction(app.db, async (trx) => {
    const fresh: BlankRow = { opc, ...settings, on_hand: 0, reserved: 0, version: 1 }
    const made = await insertBlank(trx, fresh)
    const [before] = made ? [] : await lockBlanks(trx, [opc])
    const after = before ? { ...before, ...settings, version: before.version + 1 } : fresh
    if (before) {
      if (sameSettings(before, settings)) return showBlank(before)
      await updateBlank(trx, opc, settings, after.version)
    }
    await sayChanged(app, trx, actor, after, made)
    // A new one is due, too: nothing is there of it.
    if (reorderAt !== null && isDue(after) && !(before && isDue(before))) {
      await sayReorderDue(app, trx, after, reorderAt)
    }
    return showBlank(after)
  })
}

function sameSettings(before: BlankRow, settings: BlankSettings): boolean {
  const names = ['label', 'supplier', 'product', 'reorder_at', 'reorder_to'] as const
  return names.every((name) => before[name] === settings[name])
}

async function sayChanged(app: App, trx: Trx, actor: Actor, blank: BlankRow, made: boolean): Promise<void> {
  const { opc, reorder_at: reorderAt, reorder_to: reorderTo, version } = blank
  const data = { opc, made, reorderAt, reorderTo }
  await record(
    app,
    trx,
    stockEvents.blankChanged,
    { subject: opc, subjectVersion: version, practice: null, data },
    actor,
  )
}
