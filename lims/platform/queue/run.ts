import { checkOf } from '@ils/contract/validate'
import { withCorrelation } from '../correlation.ts'
import type { Db, Trx } from '../db/database.ts'
import { pause } from '../db/sole-holder.ts'
import { afterCommit } from '../db/transaction.ts'
import type { Log } from '../log/log.ts'
import { redact } from '../log/redact.ts'
import { delayAfter } from './back-off.ts'
import { failTask, settleTasks, type Claimed, type Mine } from './store.ts'
import { FencedOut, GiveUp, type Handler, type Outcome, type TaskKind } from './task.ts'

export interface RunsIn {
  readonly db: Db
  readonly kind: TaskKind
  readonly handler: Handler<unknown>
  readonly log: Log
  /** Settles together with what else has just ended; answers whether it was still ours. */
  settle(mine: Mine): Promise<boolean>
  /** Says that it waits again. */
  waitsAgain(task: Claimed, inMs: number): void
}

/** One claimed task while its handler runs. */
export interface Run {
  readonly task: Claimed
  readonly stop: AbortController
  /** When it has taken too long, by this process's clock. */
  readonly giveUpAt: number
  /** Stops to wait for the handler. */
  readonly abandon: () => void
  /** By this process's clock; measured from before the claim was sent, so it is never later than the database's. */
  leaseUntil: number
  /** The handler has asked to settle: whether it is still ours is known to that statement. */
  settling: boolean
  givenBack: boolean
}

const LONGEST_REASON = 300

/** Runs the handler and writes down how it ended. Never throws. */
export function runTask(world: RunsIn, run: Run): Promise<Outcome> {
  return withCorrelation(run.task.correlationId, async () => {
    const startedAt = performance.now()
    const outcome = await attempt(world, run)
    const { id: taskId, attempt: tried } = run.task
    const ms = Math.round(performance.now() - startedAt)
    world.log.info({ taskId, kind: world.kind.name, attempt: tried, outcome, ms }, 'task ended')
    return outcome
  })
}

async function attempt(world: RunsIn, run: Run): Promise<Outcome> {
  const { task } = run
  let committed = false
  try {
    await world.handler({
      id: task.id,
      uniqueId: task.uniqueId,
      data: dataOf(world.kind, task),
      attempt: task.attempt,
      signal: run.stop.signal,
      settle: async (trx: Trx) => {
        run.settling = true
        const ours = await settleTasks(trx, [task], true)
        if (!ours.has(task.id)) throw new FencedOut(task.id)
        afterCommit(trx, () => {
          committed = true
        })
      },
    })
  } catch (error) {
    if (!committed) return failed(world, run, error)
    // The effect and the mark are kept: what went wrong after them is not the task's.
    world.log.warn({ err: error, taskId: task.id, kind: world.kind.name }, 'a handler failed after it had settled')
  }
  if (committed) return 'done'
  // It may have returned because it was told to stop: only it knows, so it is tried again.
  if (run.stop.signal.aborted) return lost(world, run)
  // Also when it settled in a transaction whose commit we cannot see: settling twice under one fence is settled.
  const ours = await untilKept(world, run, () => world.settle(task))
  return ours === true ? 'done' : lost(world, run)
}

async function failed(world: RunsIn, run: Run, error: unknown): Promise<Outcome> {
  const { task } = run
  if (run.givenBack || error instanceof FencedOut) return lost(world, run)
  const last = error instanceof GiveUp || task.attempt >= task.maxAttempts
  const retryInMs = last ? 'never' : delayAfter(task.attempt, world.kind.backoff)
  const ours = await untilKept(world, run, () => failTask(world.db, task, reasonOf(error), retryInMs))
  if (ours !== true) return lost(world, run)
  const fields = { err: error, taskId: task.id, kind: world.kind.name, attempt: task.attempt }
  if (retryInMs === 'never') {
    world.log.error(fields, 'a task failed for good: it is a dead letter until someone retries or removes it')
    return 'dead'
  }
  world.log.warn({ ...fields, retryInMs }, 'a task failed and will be tried again')
  world.waitsAgain(task, retryInMs)
  return 'retry'
}

function lost(world: RunsIn, run: Run): Outcome {
  if (run.givenBack) return 'given_back'
  world.log.warn({ taskId: run.task.id, kind: world.kind.name }, 'a task was taken over by another worker')
  return 'fenced'
}

/** The database may be away for a moment: as long as the lease is ours, the outcome can still be written. */
async function untilKept(world: RunsIn, run: Run, write: () => Promise<boolean>): Promise<boolean | undefined> {
  for (let pauseMs = 100; ; pauseMs = Math.min(2000, pauseMs * 2)) {
    try {
      return await write()
    } catch (error) {
      world.log.warn({ err: error, taskId: run.task.id }, 'the outcome of a task could not be written')
      await pause(pauseMs, run.stop.signal)
      if (run.stop.signal.aborted) return undefined
    }
  }
}

/** What was written by another version may not fit this one: trying again would not help. */
function dataOf(kind: TaskKind, task: Claimed): unknown {
  const checked = checkOf(kind.data)(task.data, 'data')
  if (checked.ok) return checked.value
  throw new GiveUp(`the data of the task does not fit: ${checked.causes.map((cause) => cause.message).join('; ')}`)
}

/** Short, and through the same gate as the log: what a machine or a server answered may hold anything. */
function reasonOf(error: unknown): string {
  const clean = redact(error)
  if (typeof clean !== 'object' || clean === null || !('message' in clean)) return 'something was thrown'
  const { type, message } = clean as { type?: string; message: string }
  return `${type ?? 'Error'}: ${message}`.replaceAll('\0', '').slice(0, LONGEST_REASON)
}
