import type { BodyOf } from '@ils/contract/endpoint'
import { MOST_OF_ONE_BLANK, type countLot as endpoint, type StockMove } from '@ils/contract/stock'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { showMove } from '../blanks/show.ts'
import { findLotCount, lockBlanks } from '../blanks/store.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { sayMoves } from './say-moves.ts'
import { keepMoves, type Move } from './store.ts'

type Count = BodyOf<typeof endpoint, never>

/** As many are there as somebody counted. A count that agrees is written down too: somebody looked. */
export function countLot(app: App, actor: Actor, input: Count): Promise<StockMove> {
  mustBeOfTheLab(actor)
  const { opc, lot, counted, seen, reason } = input
  return inTransaction(app.db, async (trx) => {
    const [there] = await lockBlanks(trx, [opc])
    if (!there) throw new Refusal('not_found', `The lab keeps no stock of ${opc}`)
    const before = (await findLotCount(trx, opc, lot)) ?? 0
    if (seen !== undefined && seen !== before) throw countedMeanwhile(opc, lot, seen, before)
    const balance = there.on_hand + counted - before
    if (balance > MOST_OF_ONE_BLANK) throw tooMany(opc, counted, MOST_OF_ONE_BLANK - there.on_hand + before)
    const at = app.clock.now()
    const change = counted - before
    const id = app.ids('mov')
    const move: Move = { id, opc, lot, change, kind: 'counted', job_id: null, eye: null, reason, scan_id: null }
    const moved = await keepMoves(trx, [move], { by: actor.name, at })
    await sayMoves(app, trx, actor, [move], moved, at)
    return showMove({ ...move, by_name: actor.name, at, balance })
  })
}

function countedMeanwhile(opc: string, lot: string, seen: number, now: number): Refusal {
  const message = `body.seen: of lot ${lot} of ${opc} there are ${now} by now; look again`
  return new Refusal('conflict', message, {
    causes: [{ code: 'moved', field: 'body.seen', message, value: seen, limit: now }],
  })
}

function tooMany(opc: string, counted: number, limit: number): Refusal {
  const message = `body.counted: with its other lots, ${counted} are more than ${MOST_OF_ONE_BLANK} of ${opc}`
  return new Refusal('invalid_request', message, {
    causes: [{ code: 'too_many', field: 'body.counted', message, value: counted, limit }],
  })
}
