import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'
import { forgetOldAccess, rotateSigningKeys } from '../access/public.ts'
import type { App } from '../app.ts'
import { forgetOldDrafts } from '../orders/public.ts'
import { forgetOldAccesses, forgetOldPatients } from '../patients/public.ts'

/** What is done once a night: keys change, and what is past its time goes. */
export const nightlyTask = taskKind({
  name: 'nightly',
  data: Type.Object({}, { additionalProperties: false }),
  concurrency: 1,
})

const FIRST_HOUR = 2

/** Called each minute: one task a day, from two in the morning (UTC) on. */
export async function callNightly(app: App): Promise<void> {
  const now = app.clock.now()
  if (now.getUTCHours() < FIRST_HOUR) return
  await app.queue.enqueue(app.db, nightlyTask, { uniqueId: now.toISOString().slice(0, 10), data: {} })
}

/** Safe to repeat: what was done is not there any more. */
export async function doNightly(app: App, signal: AbortSignal): Promise<void> {
  await rotateSigningKeys(app)
  await forgetOldAccess(app)
  const drafts = await forgetOldDrafts(app)
  const patients = await forgetOldPatients(app, signal)
  const accesses = await forgetOldAccesses(app)
  app.log.info({ drafts, patients, accesses }, 'what was past its time is gone')
}
