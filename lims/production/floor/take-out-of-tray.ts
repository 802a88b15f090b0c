import { lockJob } from '../jobs/store.ts'
import type { Act } from './act.ts'
import { freeTray } from './bind-tray.ts'
import { keepChange } from './keep-change.ts'
import type { Hands } from './hands.ts'

/** A job whose tray another one gets. Until it was locked it may have come into another tray: there it stays. */
export async function takeOutOfTray({ app, trx, actor }: Hands, jobId: string, act: Act): Promise<void> {
  const job = await lockJob(trx, { id: jobId })
  if (!job || job.tray !== act.scan.tray) return
  await keepChange(app, trx, actor, job, freeTray(job, act), act)
}
