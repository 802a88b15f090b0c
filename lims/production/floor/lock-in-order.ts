import type { Trx } from '@ils/platform/db/database'
import { lockJob, type JobRef } from '../jobs/store.ts'
import { jobInTray, lockTray } from './store.ts'

/** The tray first, then both jobs by their ids: two who swap the trays of their jobs do not wait for each other. */
export async function lockInOrder(trx: Trx, ref: JobRef, tray: string): Promise<void> {
  const lying = await lockTray(trx, tray)
  const id = 'id' in ref ? ref.id : await jobInTray(trx, ref.tray)
  if (lying !== null && id !== null && lying < id) await lockJob(trx, { id: lying })
}
