import type { BlankRow } from '../blanks/store.ts'
import type { Moved } from './store.ts'

/** Why nothing was taken: no stock is kept of this OPC; none is there; none of this lot. */
export type NotTaken = 'untracked' | 'none_there' | 'none_of_lot'

export type Taken =
  | { readonly taken: true; readonly lot: string; readonly balance: number }
  | { readonly taken: false; readonly why: NotTaken; readonly lot: string | null; readonly balance: number }

/** What came of it; where nothing was moved, nothing changed. */
export function takenFrom(before: BlankRow | undefined, lot: string | null, moved?: Moved): Taken {
  const [move] = moved?.moves ?? []
  if (move) return { taken: true, lot: move.lot, balance: move.balance }
  const balance = before?.on_hand ?? 0
  return { taken: false, why: before ? (balance > 0 ? 'none_of_lot' : 'none_there') : 'untracked', lot, balance }
}
