import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import type { Eye } from '../blanks/store.ts'
import { release } from './store.ts'

/** Blanks that were promised to a job are free again: to all its lenses, or to those named. Answers which had one. */
export function releaseReservations(_app: App, trx: Trx, jobId: string, eyes?: readonly Eye[]): Promise<Eye[]> {
  return release(trx, jobId, eyes ?? null)
}
