import { stockEvents } from '@ils/contract/stock-events'
import { system, type Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../app.ts'
import type { Move, Moved } from './move-store.ts'
import { isDue, toOrder } from './show.ts'
import type { BlankRow, Level } from './store.ts'

type Said = Pick<Move, 'id' | 'opc' | 'kind' | 'job_id' | 'eye'>

/** Says each row of the ledger, and each blank that fell to its reorder point by it. */
export async function sayMoves(
  app: App,
  trx: Trx,
  actor: Actor,
  wanted: readonly Said[],
  { moves, levels }: Moved,
  at: Date,
): Promise<void> {
  const said = new Map(wanted.map((one) => [one.id, one]))
  const versions = versionsBefore(wanted, levels)
  for (const { id, lot, change, balance } of moves) {
    const one = said.get(id)
    if (!one) throw new Error(`${id} was kept, but nobody asked for it`)
    const { opc, kind, job_id: jobId, eye } = one
    const subjectVersion = (versions.get(opc) ?? 0) + 1
    versions.set(opc, subjectVersion)
    const fact = { subject: opc, subjectVersion, practice: null, at }
    const data = { moveId: id, opc, lot, change, balance }
    if (kind === 'received') await record(app, trx, stockEvents.received, { ...fact, data }, actor)
    else await record(app, trx, stockEvents.moved, { ...fact, data: { ...data, kind, jobId, eye } }, actor)
  }
  await sayDue(app, trx, levels)
}

/** Each move of a blank is one change of it. */
function versionsBefore(wanted: readonly Said[], levels: readonly Level[]): Map<string, number> {
  const versions = new Map(levels.map(({ opc, version }) => [opc, version]))
  for (const { opc } of wanted) versions.set(opc, (versions.get(opc) ?? 0) - 1)
  return versions
}

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
