import { stockEvents } from '@ils/contract/stock-events'
import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { isDue, toOrder } from './show.ts'
import type { BlankRow, Level } from './store.ts'

/** Only where it was not so before: a pick that finds it so already says nothing. */
export async function sayDue(app: App, trx: Trx, levels: readonly Level[]): Promise<void> {
  for (const level of levels) {
    if (level.reorder_at === null || !isDue(level) || level.free_before <= level.reorder_at) continue
    await sayReorderDue(app, trx, level, level.reorder_at)
  }
}

/** Nobody in particular notices it: it is the LIMS that watches. */
export async function sayReorderDue(app: App, trx: Trx, blank: BlankRow, reorderAt: number): Promise<void> {
  const { opc, supplier, product, on_hand: onHand, reserved, version } = blank
  const data = { opc, supplier, product, onHand, reserved, reorderAt, toOrder: toOrder(blank) }
  const fact = { subject: opc, subjectVersion: version, practice: null, data }
  await record(app, trx, stockEvents.reorderDue, fact, system('stock'))
}
