import type { Db } from '../db/database.ts'
import { pause } from '../db/sole-holder.ts'
import type { Log } from '../log/log.ts'
import { gather } from './gather.ts'
import { keepLeases } from './keep-leases.ts'
import { runTask, type Run } from './run.ts'
import { claimDue, claimThese, giveBack, settleTasks, type Claimed, type Mine } from './store.ts'
import type { Handler, Outcome, QueueObserver, TaskKind } from './task.ts'
import type { Ticket } from './ticket.ts'

/** Works on one kind in this process: claims into free slots, runs, and gives back at the end. */
export interface Worker {
  readonly kind: TaskKind
  /** Slots without a task. */
  readonly free: number
  /** How many tasks it ever claimed, and how many of those in `look` although a ticket should have come. */
  readonly claimed: number
  readonly rescued: number
  /** Claims what is due into the free slots; answers how many it found. */
  look(): Promise<number>
  /** Claims one task when a slot is free, if it still waits; resolves when it has ended. */
  take(taskId: string): Promise<void>
  /** Claims no more, waits for what runs, and gives back what is left at the deadline. */
  finish(deadlineMs: number): Promise<Ticket[]>
}

export interface WorkerOptions {
  readonly db: Db
  readonly kind: TaskKind
  readonly handler: Handler<unknown>
  readonly log: Log
  readonly observe: QueueObserver
  /** `look` leaves what is due for less to those who bring tickets; 0 where nobody does. */
  readonly rescueAfterMs: number
  waitsAgain(ticket: Ticket): void
}

const MOST_AT_ONCE = 200

export function openWorker(options: WorkerOptions): Worker {
  const { db, kind, observe, log, rescueAfterMs } = options
  const running = new Set<Run>()
  const leases = keepLeases(db, kind, log)
  let waitingForSlot: (() => void)[] = []
  let reserved = 0
  let claimed = 0
  let rescued = 0
  let stopped = false
  let looking = false
  // There may be more than fitted into the slots, or someone asked while we looked.
  let again = false

  const free = (): number => Math.max(0, kind.concurrency - running.size - reserved)

  const settle = gather(MOST_AT_ONCE, async (mine: Mine[]) => {
    const ours = await settleTasks(db, mine)
    return mine.map((one) => ours.has(one.id))
  })
  const claimOne = gather(MOST_AT_ONCE, async (ids: string[]) => {
    const sentAt = performance.now()
    const rows = new Map((await claimThese(db, kind, ids)).map((row) => [row.id, row]))
    return ids.map((id) => {
      const row = rows.get(id)
      // Two tickets for one task may meet here: the row is claimed once and run once.
      rows.delete(id)
      return row && { row, sentAt }
    })
  })

  function waitsAgain({ id, fence, priority }: Claimed, delayMs: number): void {
    options.waitsAgain({ taskId: id, fence, priority, delayMs })
  }
  const world = { db, kind, handler: options.handler, log, settle, waitsAgain }

  async function start(task: Claimed, sentAt: number): Promise<void> {
    claimed++
    observe.started?.(kind.name, task.waitedMs / 1000)
    const startedAt = performance.now()
    let abandon: () => void = () => undefined
    const abandoned = new Promise<Outcome>((resolve) => (abandon = () => resolve('fenced')))
    const run: Run = {
      task,
      stop: new AbortController(),
      giveUpAt: startedAt + kind.timeLimitMs,
      abandon,
      leaseUntil: sentAt + kind.leaseMs,
      settling: false,
      givenBack: false,
    }
    running.add(run)
    leases.add(run)
    const outcome = await Promise.race([runTask(world, run), abandoned])
    leases.drop(run)
    running.delete(run)
    observe.finished?.(kind.name, outcome, (performance.now() - startedAt) / 1000)
    slotFreed()
  }

  function slotFreed(): void {
    const waiting = waitingForSlot
    waitingForSlot = []
    for (const wake of waiting) wake()
    if (!again || looking || stopped) return
    looking = true
    // After this tick, so that what ended together is refilled by one claim.
    setImmediate(() => void claimWhileFree().catch((error: unknown) => log.warn({ err: error }, 'a claim failed')))
  }

  async function claimWhileFree(): Promise<number> {
    let found = 0
    looking = true
    try {
      do {
        again = false
        found += await claimOnce()
      } while (again && free() > 0 && !stopped)
    } finally {
      looking = false
    }
    return found
  }

  async function claimOnce(): Promise<number> {
    const wanted = Math.min(free(), MOST_AT_ONCE)
    if (stopped) return 0
    if (wanted === 0) {
      // With tickets the slots are busy by right: to look again at every free one would race with the tickets.
      again = rescueAfterMs === 0
      return 0
    }
    reserved += wanted
    const sentAt = performance.now()
    let rows: Claimed[] = []
    try {
      rows = await claimDue(db, kind, wanted, rescueAfterMs)
    } finally {
      reserved -= wanted
      for (const row of rows) void start(row, sentAt)
      if (rows.length < wanted) slotFreed()
    }
    if (rows.length === wanted) again = true
    if (rescueAfterMs > 0 && rows.length > 0) {
      rescued += rows.length
      observe.rescued?.(kind.name, rows.length)
    }
    return rows.length
  }

  async function idle(): Promise<void> {
    while (running.size + reserved > 0) await new Promise<void>((resolve) => waitingForSlot.push(resolve))
  }

  return {
    kind,
    get free() {
      return free()
    },
    get claimed() {
      return claimed
    },
    get rescued() {
      return rescued
    },
    async look() {
      if (stopped) return 0
      if (!looking) return claimWhileFree()
      again = true
      return 0
    },
    async take(taskId) {
      while (free() === 0 && !stopped) await new Promise<void>((resolve) => waitingForSlot.push(resolve))
      if (stopped) return
      reserved++
      const got = await claimOne(taskId).finally(() => reserved--)
      if (got) await start(got.row, got.sentAt)
      else slotFreed()
    },
    async finish(deadlineMs) {
      stopped = true
      slotFreed()
      const enough = new AbortController()
      await Promise.race([idle(), pause(deadlineMs, enough.signal)])
      enough.abort()
      const rest = [...running]
      for (const run of rest) {
        run.givenBack = true
        leases.drop(run)
        run.stop.abort(new Error('the process stops'))
      }
      return rest.length === 0
        ? []
        : giveBack(
            db,
            rest.map((run) => run.task),
          )
    },
  }
}
