import type { AnswerOf, BodyOf } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import { MOST_OF_ONE_BLANK, type receiveBlanks as endpoint } from '@ils/contract/stock'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { showCounts } from '../blanks/show.ts'
import { lockBlanks, type BlankRow } from '../blanks/store.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { sayMoves } from './say-moves.ts'
import { keepMoves, type Move } from './store.ts'

type Receive = BodyOf<typeof endpoint, never>
type Line = Receive['lines'][number]

/** A delivery comes in whole, or not at all. */
export function receiveBlanks(app: App, actor: Actor, input: Receive): Promise<AnswerOf<typeof endpoint>> {
  mustBeOfTheLab(actor)
  const { lines, reason = null } = input
  const opcs = [...new Set(lines.map(({ opc }) => opc))]
  return inTransaction(app.db, async (trx) => {
    const at = app.clock.now()
    mustFit(lines, await lockBlanks(trx, opcs))
    const moves = lines.map(({ opc, lot, quantity }): Move => {
      const id = app.ids('mov')
      return { id, opc, lot, change: quantity, kind: 'received', job_id: null, eye: null, reason, scan_id: null }
    })
    const moved = await keepMoves(trx, moves, { by: actor.name, at })
    await sayMoves(app, trx, actor, moves, moved, at)
    return {
      received: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      blanks: moved.levels.map((level) => ({ opc: level.opc, ...showCounts(level) })),
    }
  })
}

/** Every line that cannot be is named at once. */
function mustFit(lines: readonly Line[], there: readonly BlankRow[]): void {
  const counts = new Map(there.map((row) => [row.opc, row.on_hand]))
  const causes: Cause[] = []
  for (const [at, { opc, quantity }] of lines.entries()) {
    const before = counts.get(opc)
    if (before === undefined) {
      const field = `body.lines.${at}.opc`
      const message = `${field}: the lab keeps no stock of ${opc}; put the blank first, or adopt the catalogue`
      causes.push({ code: 'unknown_opc', field, message, value: opc })
      continue
    }
    counts.set(opc, before + quantity)
    if (before + quantity <= MOST_OF_ONE_BLANK) continue
    const field = `body.lines.${at}.quantity`
    const message = `${field}: with ${before} of ${opc} there already, ${quantity} more are beyond ${MOST_OF_ONE_BLANK}`
    causes.push({ code: 'too_many', field, message, value: quantity, limit: MOST_OF_ONE_BLANK - before })
  }
  const [first] = causes
  if (!first) return
  const more = causes.length > 1 ? `; and ${causes.length - 1} more` : ''
  throw new Refusal('invalid_request', `${first.message}${more}. Nothing was received`, { causes })
}
