import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Actor } from '@ils/platform/actor'
import type { Foundation } from '@ils/platform/app'
import type { RefusalCounter } from '@ils/platform/audit/count-refusals'
import type { Listener } from '@ils/platform/db/listen'
import type { LogFollower } from '@ils/platform/events/follow-log'
import type { Metrics } from '@ils/platform/metrics/metrics'
import type { Pdf } from '@ils/platform/pdf'
import type { Queue } from '@ils/platform/queue/task'
import type { Sealer } from '@ils/platform/sealing/open-sealer'
import type { PortalSettings } from './settings.ts'

/** What every verb of the portal may need from the world. */
export interface App extends Foundation {
  readonly settings: PortalSettings
  /** Whether `ils up` runs it, on a database of its own. */
  readonly embedded: boolean
  readonly queue: Queue
  readonly listener: Listener
  readonly follower: LogFollower
  readonly metrics: Metrics
  readonly refusalCounter: RefusalCounter
  /** Seals what the database may hold and nobody may read from it. */
  readonly sealer: Sealer
  /** Prints pages of ours. */
  readonly pdf: Pdf
  /** The LIMS, asked as the portal itself: for what no person waits for. */
  readonly lims: LimsClient
  /** The LIMS, asked on behalf of who is signed in: it sees who it was, and lets them see what is theirs. */
  limsFor(actor: Actor): LimsClient
  /** What browsers call the portal: `https://portal.example`. */
  url(): string
  readonly startedAt: Date
}
