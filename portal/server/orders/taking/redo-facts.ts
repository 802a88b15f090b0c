import type { FullConfiguration } from '@ils/contract/configuration'
import type { App } from '../../app.ts'
import { knownFacts } from '../../catalogue/public.ts'
import { sameLenses } from '../snapshot.ts'
import { listMadeAgain, type OrderRow } from '../store.ts'

/** What the rules ask of the first order when it is made again; the lab fills it in by its own books when it makes the job. */
export async function redoFacts(
  app: App,
  original: OrderRow,
  reason: string,
  configurations: { readonly before: FullConfiguration | null; readonly now: FullConfiguration },
): Promise<FullConfiguration['job']> {
  const { before, now } = configurations
  return knownFacts(app, original.practice, {
    'order.kind': 'redo',
    'order.redoReason': reason,
    'order.originalDate': original.taken_at.toISOString().slice(0, 10),
    'order.redosBefore': (await listMadeAgain(app.db, original.id)).length,
    'order.redoDiffers': before === null || !sameLenses(before, now),
  })
}
