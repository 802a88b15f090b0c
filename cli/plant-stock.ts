import type { Blank } from '@ils/contract/stock'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { allPages } from './all-pages.ts'

/** Of every blank as many as a small lab has, and ordered anew in time. */
const OPENING = { quantity: 20, reorderAt: 4, reorderTo: 20 } as const
const MOST_LINES = 1000

/** So that lenses can be picked: stock is kept of the whole catalogue, and some of each blank is there. */
export async function plantStock(lims: LimsClient, onProgress: (says: string) => void): Promise<number> {
  const { quantity, reorderAt, reorderTo } = OPENING
  onProgress('Stock: the catalogue is adopted')
  await lims.adoptBlanks({ body: { reorderAt, reorderTo } })
  const kept = await allPages((after) => lims.listBlanks({ query: { limit: 200, ...after } }))
  const waiting = kept.filter(wasNeverMoved)
  for (let from = 0; from < waiting.length; from += MOST_LINES) {
    onProgress(`Stock: ${from} of ${waiting.length} blanks are received`)
    const lines = waiting.slice(from, from + MOST_LINES).map(({ opc }) => ({ opc, lot: 'OPENING', quantity }))
    const body = { reason: 'opening stock of the standard lab', lines }
    await lims.receiveBlanks({ body })
  }
  return waiting.length
}

/** Received by an earlier attempt, a blank is not received again. */
const wasNeverMoved = ({ version, onHand }: Blank): boolean => version === 1 && onHand === 0

const AN_HOUR_MS = 3_600_000

/** The rulebook was planted, and before its stock could be, somebody pulled the plug. */
export async function stockIsMissing(
  lims: LimsClient,
  { number, since }: { readonly number: number; readonly since: string },
): Promise<boolean> {
  if (number !== 1 || Date.now() - new Date(since).getTime() > AN_HOUR_MS) return false
  const { items } = await lims.listBlanks({ query: { limit: 1 } })
  return items.length === 0
}
