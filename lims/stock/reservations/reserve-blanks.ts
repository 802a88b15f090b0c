import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { sayDue } from '../blanks/say-due.ts'
import type { Eye } from '../blanks/store.ts'
import { reserve, type Reserving } from './store.ts'

export interface LensWish {
  readonly eye: Eye
  readonly opc: string
  /** Which making of the lens; the first where nothing is said. */
  readonly attempt?: number
}

/**
 * Promises blanks to the lenses of a job. A shortage stops nothing: it is answered. Asked again, it answers the same;
 * asked with another OPC, the lens lets the first one go. Blanks that many jobs want are held until the caller's
 * transaction ends: ask late in it.
 */
export async function reserveBlanks(
  app: App,
  trx: Trx,
  jobId: string,
  lenses: readonly LensWish[],
): Promise<Partial<Record<Eye, Reserving>>> {
  if (lenses.length === 0) return {}
  const wanted = lenses.map(({ eye, opc, attempt = 1 }) => ({ eye, opc, attempt }))
  const done = await reserve(trx, jobId, wanted, app.clock.now())
  await sayDue(app, trx, done.levels)
  return Object.fromEntries(done.lenses.map(({ eye, outcome }) => [eye, outcome]))
}
