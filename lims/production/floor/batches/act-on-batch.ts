import type { ScanAnswer } from '@ils/contract/floor'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../../app.ts'
import { refused, type Act } from '../act.ts'
import type { JobOnFloor } from '../job-on-floor.ts'
import type { Hands } from '../hands.ts'
import { addToBatch } from './add-to-batch.ts'
import { closeBatch } from './close-batch.ts'
import { finishBatch } from './finish-batch.ts'
import { openBatch } from './open-batch.ts'

interface BatchChange {
  readonly sentence: string
  readonly job?: JobOnFloor
}

/** Every verb of the floor that is about a batch, by hand. */
export async function actOnBatch(app: App, trx: Trx, actor: Actor, act: Act): Promise<ScanAnswer> {
  const { sentence, job } = await carryOut({ app, trx, actor }, act)
  return {
    ...{ scanId: act.scan.scanId, result: 'applied', sentence, code: null, causes: [] },
    ...{ jobId: job?.id ?? null, status: job?.state ?? null, station: null, stock: [], verdict: null },
  }
}

function carryOut(hands: Hands, act: Act): Promise<BatchChange> {
  switch (act.scan.verb) {
    case 'batch-open':
      return openBatch(hands, act)
    case 'batch-add':
      return addToBatch(hands, act)
    case 'batch-close':
      return closeBatch(hands, act)
    case 'batch-finish':
      return finishBatch(hands, act)
    default:
      throw refused('invalid_request', `verb: ${act.scan.verb} is not about a batch`, {
        ...{ code: 'verb', field: 'verb', value: act.scan.verb },
      })
  }
}
