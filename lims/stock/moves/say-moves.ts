import { stockEvents } from '@ils/contract/stock-events'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import { sayDue } from '../blanks/say-due.ts'
import type { Level } from '../blanks/store.ts'
import type { Move, Moved } from './store.ts'

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
