import type { Line } from '@ils/contract/devices'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { sayLine } from './say-line.ts'
import { showLine } from './show-line.ts'
import { deleteLine, lockLine } from './store.ts'

/** The machine is sent off; what it said and measured stays. */
export async function removeLine(app: App, actor: Actor, id: string): Promise<Line> {
  mustBeOfTheLab(actor)
  return inTransaction(app.db, async (trx) => {
    const line = await lockLine(trx, id)
    if (!line) throw unknownLine(id)
    await deleteLine(trx, id)
    await sayLine(app, trx, actor, { ...line, version: line.version + 1 }, 'removed')
    return showLine(line)
  })
}

export function unknownLine(id: string): Refusal {
  const message = `There is no line ${id}`
  return new Refusal('not_found', message, {
    causes: [{ code: 'unknown_line', field: 'params.lineId', message, value: id }],
  })
}
