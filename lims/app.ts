import type { Foundation } from '@ils/platform/app'
import type { RefusalCounter } from '@ils/platform/audit/count-refusals'
import type { Listener } from '@ils/platform/db/listen'
import type { LogFollower } from '@ils/platform/events/follow-log'
import type { Metrics } from '@ils/platform/metrics/metrics'
import type { Queue } from '@ils/platform/queue/task'
import type { LimsSettings } from './settings.ts'

/** What every verb of the LIMS may need from the world. */
export interface App extends Foundation {
  readonly settings: LimsSettings
  /** Whether `ils up` runs the database for us. */
  readonly embedded: boolean
  readonly queue: Queue
  readonly listener: Listener
  readonly follower: LogFollower
  readonly metrics: Metrics
  readonly refusalCounter: RefusalCounter
  readonly startedAt: Date
}
