import type { Blank, StockMove } from '@ils/contract/stock'
import type { BlankRow } from './store.ts'
import type { MoveRow } from './views.ts'

type Counts = Pick<BlankRow, 'on_hand' | 'reserved' | 'reorder_at' | 'reorder_to'>

const freeOf = (row: Pick<Counts, 'on_hand' | 'reserved'>): number => row.on_hand - row.reserved

export const isDue = (row: Counts): boolean => row.reorder_at !== null && freeOf(row) <= row.reorder_at

/** How many to order to have as many free as wanted. */
export const toOrder = (row: Counts): number => Math.max(0, (row.reorder_to ?? 0) - freeOf(row))

export function showBlank(row: BlankRow): Blank {
  return {
    opc: row.opc,
    label: row.label,
    supplier: row.supplier,
    product: row.product,
    ...showCounts(row),
    reorderAt: row.reorder_at,
    reorderTo: row.reorder_to,
    due: isDue(row),
    version: row.version,
  }
}

export function showCounts(row: BlankRow): { onHand: number; reserved: number; free: number } {
  return { onHand: row.on_hand, reserved: row.reserved, free: freeOf(row) }
}

export function showMove(row: Omit<MoveRow, 'n'>): StockMove {
  return {
    id: row.id,
    opc: row.opc,
    lot: row.lot,
    change: row.change,
    kind: row.kind,
    jobId: row.job_id,
    eye: row.eye,
    reason: row.reason,
    by: row.by_name,
    scanId: row.scan_id,
    at: row.at.toISOString(),
    balance: row.balance,
  }
}
