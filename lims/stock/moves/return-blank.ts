import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { findTakenLot, lockBlanks, type Eye } from '../blanks/store.ts'
import { sayMoves } from './say-moves.ts'
import { keepMoves, type Move } from './store.ts'

export interface ReturnBlank {
  readonly jobId: string
  readonly eye: Eye
  readonly opc: string
  /** The lot that was taken; without it the one that this lens took last. */
  readonly lot?: string | null
  readonly reason?: string | null
  readonly scanId?: string | null
  readonly at: Date
}

export interface Returned {
  /** False: this lens has no such blank to give back, and nothing changed. */
  readonly returned: boolean
  readonly lot: string | null
  readonly balance: number
}

/** A pick taken back: the blank lies on the shelf again, free for any lens. Whoever wants it kept reserves it anew. */
export async function returnBlank(app: App, trx: Trx, actor: Actor, input: ReturnBlank): Promise<Returned> {
  const { jobId, eye, opc, reason = null, scanId = null, at } = input
  const [there] = await lockBlanks(trx, [opc])
  const lot = there && (await findTakenLot(trx, { jobId, eye, opc, lot: input.lot ?? null }))
  if (there === undefined || lot === undefined) {
    return { returned: false, lot: input.lot ?? null, balance: there?.on_hand ?? 0 }
  }
  const id = app.ids('mov')
  const move: Move = { id, opc, lot, change: 1, kind: 'returned', job_id: jobId, eye, reason, scan_id: scanId }
  const moved = await keepMoves(trx, [move], { by: actor.name, at })
  await sayMoves(app, trx, actor, [move], moved, at)
  return { returned: true, lot, balance: there.on_hand + 1 }
}
