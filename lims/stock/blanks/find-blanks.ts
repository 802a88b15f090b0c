import type { Blank } from '@ils/contract/stock'
import type { Db } from '@ils/platform/db/database'
import { showBlank } from './show.ts'
import { findBlank, findFree } from './store.ts'

/** How many of each are free; an OPC that the lab keeps no stock of is not in the answer. */
export async function availableBlanks(db: Db, opcs: readonly string[]): Promise<Map<string, number>> {
  const rows = opcs.length === 0 ? [] : await findFree(db, opcs)
  return new Map(rows.map(({ opc, free }) => [opc, Math.max(0, free)]))
}

/** A blank as the lab knows it; undefined where it keeps no stock of it. */
export async function blankOf(db: Db, opc: string): Promise<Blank | undefined> {
  const row = await findBlank(db, opc)
  return row && showBlank(row)
}
