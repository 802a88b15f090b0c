import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { lockForLens, type Eye } from '../blanks/store.ts'
import { sayMoves } from './say-moves.ts'
import { takeForLens } from './store.ts'
import { takenFrom, type Taken } from './taken.ts'

export interface TakeBlank {
  readonly jobId: string
  readonly eye: Eye
  readonly opc: string
  /** As scanned; without it the oldest lot is taken. */
  readonly lot?: string | null
  readonly kind: 'used' | 'exchanged'
  readonly scanId?: string | null
  readonly at: Date
}

/**
 * A lens gets its blank. What was reserved for it is used up, or free again if it was another OPC. A blank in
 * somebody's hand may be taken though it was promised to another lens: that one will be short.
 */
export async function takeBlank(app: App, trx: Trx, actor: Actor, input: TakeBlank): Promise<Taken> {
  const { jobId, eye, opc, lot = null, kind, scanId = null, at } = input
  const there = await lockForLens(trx, opc, jobId, eye)
  if (!there || there.on_hand === 0) return takenFrom(there, lot)
  const move = { id: app.ids('mov'), opc, lot, kind, job_id: jobId, eye, reason: null, scan_id: scanId }
  const moved = await takeForLens(trx, move, { by: actor.name, at })
  await sayMoves(app, trx, actor, [move], moved, at)
  return takenFrom(there, lot, moved)
}
