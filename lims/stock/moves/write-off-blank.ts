import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { lockBlanks, type Eye } from '../blanks/store.ts'
import { sayMoves } from './say-moves.ts'
import { takeForNobody } from './store.ts'
import { takenFrom, type Taken } from './taken.ts'

export interface WriteOffBlank {
  readonly opc: string
  /** As scanned; without it the oldest lot. */
  readonly lot?: string | null
  /** `defect`: the maker's fault. */
  readonly kind: 'defect' | 'written_off'
  /** The lens for which it was about to be taken. */
  readonly jobId?: string | null
  readonly eye?: Eye | null
  readonly reason?: string | null
  readonly scanId?: string | null
  readonly at: Date
}

/** A blank goes off the shelf and no lens gets it. What was promised stays promised: the lens still needs one. */
export async function writeOffBlank(app: App, trx: Trx, actor: Actor, input: WriteOffBlank): Promise<Taken> {
  const { opc, lot = null, kind, jobId = null, eye = null, reason = null, scanId = null, at } = input
  const [there] = await lockBlanks(trx, [opc])
  if (!there || there.on_hand === 0) return takenFrom(there, lot)
  const move = { id: app.ids('mov'), opc, lot, kind, job_id: jobId, eye, reason, scan_id: scanId }
  const moved = await takeForNobody(trx, move, { by: actor.name, at })
  await sayMoves(app, trx, actor, [move], moved, at)
  return takenFrom(there, lot, moved)
}
