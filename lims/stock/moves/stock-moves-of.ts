import type { StockMove } from '@ils/contract/stock'
import type { Db } from '@ils/platform/db/database'
import { showMove } from '../blanks/show.ts'
import { movesOfJob } from '../blanks/views.ts'

/** The ledger's rows of one job, in the order in which they were written. */
export async function stockMovesOf(db: Db, jobId: string): Promise<StockMove[]> {
  return (await movesOfJob(db, jobId)).map(showMove)
}
