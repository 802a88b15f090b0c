import type { Foundation } from '@ils/platform/app'
import type { RefusalCounter } from '@ils/platform/audit/count-refusals'
import type { Listener } from '@ils/platform/db/listen'
import type { LogFollower } from '@ils/platform/events/follow-log'
import type { Metrics } from '@ils/platform/metrics/metrics'
import type { Queue } from '@ils/platform/queue/task'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
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
  readonly rules: RulesAtHand
  readonly startedAt: Date
}

/** A release, ready to judge by in this process. */
export interface ReadyRelease {
  readonly number: number
  readonly hash: string
  readonly compiled: CompiledRelease
}

/** What judges for a practice now. */
export interface InForce {
  readonly release: ReadyRelease
  /** The activation that brought it: the later one counts. */
  readonly activation: number
  readonly since: Date
  /** It is in force for some practices only. */
  readonly pilot: boolean
}

/** Releases kept compiled in this process; the module `releases` opens it. */
export interface RulesAtHand {
  /** At once where this process knows it; refuses with `nothing_in_force`. One judgement asks once and is wholly by the answer. */
  inForce(practice: string | null): InForce | Promise<InForce>
  /** Any release by its number; refuses with `not_found`. */
  release(number: number): Promise<ReadyRelease>
  /** Any kept content by its hash. */
  compiled(hash: string): Promise<CompiledRelease>
  /** The newest activation that this process knows of; 0: none. */
  newest(): number
  /** Calls back when something else judges from now on, in this process; answers how to stop. */
  subscribe(changed: () => void): () => void
  close(): void
}
