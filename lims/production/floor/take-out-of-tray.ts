import { lockJob } from '../jobs/store.ts'
import type { Act } from './act.ts'
import { freeTray } from './bind-tray.ts'
import { keepChange } from './keep-change.ts'
import type { Shelf } from './pick-blank.ts'

/** A job whose tray another one gets. */
export async function takeOutOfTray({ app, trx, actor }: Shelf, jobId: string, act: Act): Promise<void> {
  const job = await lockJob(trx, { id: jobId })
  if (!job?.tray) return
  await keepChange(app, trx, actor, job, freeTray(job, act), act)
}
