import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Runs at the moment for which a draft is scheduled. */
export const runScheduleTask = taskKind({
  name: 'run-schedule',
  data: Type.Object({ scheduleId: Type.String() }, { additionalProperties: false }),
  // The database may be away at that very moment; a release that comes late is better than one that does not come.
  attempts: 30,
  backoff: { baseMs: 1000, factor: 2, mostMs: 300_000 },
})

/** Says what is wrong with a content; it takes a core for a second or two. */
export const checkRulebookTask = taskKind({
  name: 'check-rulebook',
  data: Type.Object({ hash: Type.String() }, { additionalProperties: false }),
  concurrency: 1,
})

/** Judges past orders by two contents; a million of them take a while. */
export const runImpactTask = taskKind({
  name: 'run-impact',
  data: Type.Object({ impactId: Type.String() }, { additionalProperties: false }),
  concurrency: 1,
  timeLimitMs: 3_600_000,
})
