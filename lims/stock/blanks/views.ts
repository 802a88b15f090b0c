import type { StockMove } from '@ils/contract/stock'
import type { Db } from '@ils/platform/db/database'
import type { BlankRow } from './store.ts'

export interface BlankFilter {
  readonly after: string | undefined
  readonly limit: number
  readonly prefix?: string | undefined
  readonly product?: string | undefined
  readonly supplier?: string | undefined
  readonly due?: boolean | undefined
}

const DUE = '(reorder_at is not null and on_hand - reserved <= reorder_at)'
/** No OPC has it, and everything that begins alike sorts before it. */
const PAST_EVERY_CHARACTER = '~'

export async function listBlanks(db: Db, filter: BlankFilter): Promise<BlankRow[]> {
  const query = db<BlankRow>('blanks').orderBy('opc').limit(filter.limit)
  if (filter.after !== undefined) void query.where('opc', '>', filter.after)
  if (filter.prefix !== undefined) {
    void query.where('opc', '>=', filter.prefix).where('opc', '<', filter.prefix + PAST_EVERY_CHARACTER)
  }
  if (filter.product !== undefined) void query.where('product', filter.product)
  if (filter.supplier !== undefined) void query.where('supplier', filter.supplier)
  if (filter.due !== undefined) void query.whereRaw(filter.due ? DUE : `not ${DUE}`)
  return query
}

export interface LotRow {
  lot: string
  on_hand: number
  received_at: Date
}

/** In the order in which they are used. */
export async function listLots(db: Db, opc: string, most: number): Promise<LotRow[]> {
  return db<LotRow & { opc: string }>('blank_lots')
    .where({ opc })
    .where('on_hand', '>', 0)
    .orderBy('received_at')
    .orderBy('lot')
    .limit(most)
}

export interface MoveRow {
  n: number
  id: string
  opc: string
  lot: string
  change: number
  kind: StockMove['kind']
  job_id: string | null
  eye: string | null
  reason: string | null
  by_name: string
  scan_id: string | null
  at: Date
  balance: number
}

/** The newest first. */
export async function listMoves(db: Db, opc: string, most: number): Promise<MoveRow[]> {
  return db<MoveRow>('stock_moves').where({ opc }).orderBy('n', 'desc').limit(most)
}

/** What was moved for a job, in the order in which it happened. */
export async function movesOfJob(db: Db, jobId: string): Promise<MoveRow[]> {
  return db<MoveRow>('stock_moves').where({ job_id: jobId }).orderBy('n')
}
