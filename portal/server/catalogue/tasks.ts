import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Says what a release changed for a practice. */
export const writeNewsTask = taskKind({
  name: 'write-catalogue-news',
  data: Type.Object({ newsId: Type.String() }, { additionalProperties: false }),
  attempts: 5,
  concurrency: 1,
  timeLimitMs: 60_000,
})

/** Asks the LIMS for the parts of all practices that are at work. */
export const mirrorCatalogueTask = taskKind({
  name: 'mirror-catalogue',
  data: Type.Object({}, { additionalProperties: false }),
  // The next one comes in a minute.
  attempts: 2,
  concurrency: 1,
  timeLimitMs: 120_000,
})
