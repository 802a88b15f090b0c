import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Looks after what no scan looks after: promises of what stands still, holds and batches whose time is over. */
export const sweepFloorTask = taskKind({
  name: 'sweep-floor',
  data: Type.Object({}, { additionalProperties: false }),
  // The next one comes in a minute.
  attempts: 1,
  concurrency: 1,
  timeLimitMs: 120_000,
})
