import type { PageOf, Static, TSchema } from '@ils/contract/shapes'
import type { Db, Trx } from '../db/database.ts'
import type { BackOff } from './back-off.ts'

/** A kind of background work. Its truth is a row of `tasks`; adapters only wake whoever works on it. */
export interface TaskKind<S extends TSchema = TSchema> {
  readonly name: string
  /** How often it is tried before it is a dead letter. */
  readonly attempts: number
  readonly backoff: BackOff
  /** How long a worker may be silent before another one takes over. A living one extends it at every third. */
  readonly leaseMs: number
  /** A run that takes longer is given up: its signal fires, its slot is free, and the task is tried again. */
  readonly timeLimitMs: number
  /** How many run at once in one process. */
  readonly concurrency: number
  readonly data: S
}

// Also the name of a Postgres channel and of a Bull queue.
const KIND = /^[a-z][a-z0-9_.-]{0,39}$/
const SHORTEST_LEASE_MS = 300

/** Declares a kind of task; what is left out suits most. */
export function taskKind<S extends TSchema>(
  kind: Partial<TaskKind<S>> & Pick<TaskKind<S>, 'name' | 'data'>,
): TaskKind<S> {
  if (!KIND.test(kind.name)) throw new Error(`not a name of a task kind: ${kind.name}`)
  const whole: TaskKind<S> = {
    attempts: 8,
    backoff: { baseMs: 1000, factor: 3, mostMs: 3_600_000 },
    leaseMs: 30_000,
    timeLimitMs: 15 * 60_000,
    concurrency: 10,
    ...kind,
  }
  if (whole.leaseMs < SHORTEST_LEASE_MS) throw new Error(`the lease of ${kind.name} is too short to be extended`)
  if (whole.attempts < 1 || whole.concurrency < 1) throw new Error(`${kind.name} would never run`)
  return whole
}

export interface Wanted<D> {
  /** Enqueueing the same one twice is one task, also for 7 days after it was done. */
  readonly uniqueId: string
  readonly data: D
  readonly delayMs?: number
  /** Lower runs first, from -1000 to 1000; 0 is usual. */
  readonly priority?: number
}

/** One run of a task, as its handler sees it. The same task may run again: be safe to run twice, or settle. */
export interface RunningTask<D> {
  readonly id: string
  readonly uniqueId: string
  readonly data: D
  /** 1 the first time. */
  readonly attempt: number
  /**
   * Fires when the lease was lost, when the run took too long, or when the process stops and the time to finish is over.
   * A handler that returns after that is not taken for done, unless it has settled.
   */
  readonly signal: AbortSignal
  /**
   * Marks the task done in the handler's own transaction: the effects and the mark are kept together or not at all.
   * Throws `FencedOut` when another worker has taken over, so that the whole transaction rolls back.
   */
  settle(trx: Trx): Promise<void>
}

export type Handler<D> = (task: RunningTask<D>) => Promise<void>

/** The task is somebody else's by now: what was done for it must be rolled back. */
export class FencedOut extends Error {
  constructor(taskId: string) {
    super(`task ${taskId} was taken over by another worker`)
    this.name = 'FencedOut'
  }
}

/** Thrown by a handler that knows that trying again cannot help: the task is a dead letter at once. */
export class GiveUp extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'GiveUp'
  }
}

export interface TaskCounts {
  /** Due now. */
  readonly waiting: number
  readonly delayed: number
  readonly active: number
  readonly dead: number
  /** How long the oldest due task has waited; 0 when none is due. */
  readonly oldestMs: number
  readonly paused: boolean
}

export interface DeadTask {
  readonly id: string
  readonly kind: string
  readonly uniqueId: string
  readonly data: unknown
  readonly attempts: number
  readonly lastError: string | null
  readonly correlationId: string
  readonly createdAt: Date
  readonly diedAt: Date
}

export type TransportName = 'postgres' | 'redis'

/** What a kind is known by when only its name matters. */
export type Named = Pick<TaskKind, 'name'>

export interface Queue {
  readonly transport: TransportName
  /**
   * Writes the task with `db`: given a transaction (of `inTransaction`), it is kept with the rest of it or not at all,
   * and workers are woken after the commit. Answers whether it is new.
   */
  enqueue<S extends TSchema>(db: Db, kind: TaskKind<S>, wanted: Wanted<Static<S>>): Promise<boolean>
  /** As `enqueue`, in one statement; answers how many are new. */
  enqueueAll<S extends TSchema>(db: Db, kind: TaskKind<S>, wanted: readonly Wanted<Static<S>>[]): Promise<number>
  /** Starts to work on a kind in this process; once per kind. */
  work<S extends TSchema>(kind: TaskKind<S>, handler: Handler<Static<S>>): void
  counts(kind: Named): Promise<TaskCounts>
  /** The newest first. */
  deadLetters(kind: Named, page: { limit: number; after?: string }): Promise<PageOf<DeadTask>>
  /** Gives a dead letter all its attempts again; false when there is no such dead letter. */
  retry(id: string): Promise<boolean>
  /** Forgets a dead letter, so that its unique id is free again; false when there is no such dead letter. */
  remove(id: string): Promise<boolean>
  /** Stops claims of a kind in every process, until resumed: it is a row, so restarts do not undo it. What runs, runs on. */
  pause(kind: Named): Promise<void>
  resume(kind: Named): Promise<void>
  /** Claims nothing more, lets what runs finish until the deadline, and gives the rest back without counting an attempt. */
  close(options: { deadlineMs: number }): Promise<void>
}

export type Outcome = 'done' | 'retry' | 'dead' | 'fenced' | 'given_back'

/** What a metric may want to count; every part is optional. */
export interface QueueObserver {
  enqueued?(kind: string, count: number): void
  started?(kind: string, waitedSeconds: number): void
  finished?(kind: string, outcome: Outcome, seconds: number): void
  /** A worker was lost with it; it waits again or is dead. */
  reclaimed?(kind: string, outcome: 'waiting' | 'dead'): void
  /** Started by the sweep, as no wake-up came for it. */
  rescued?(kind: string, count: number): void
  restarted?(transport: TransportName): void
}
