import { checkOf } from '@ils/contract/validate'
import { correlationId } from '../correlation.ts'
import { openDatabase, type Db } from '../db/database.ts'
import { pageOf, readPosition } from '../db/page.ts'
import { afterCommit } from '../db/transaction.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log/log.ts'
import { openBullTransport } from './bull-transport.ts'
import { openHealthMonitor, type HealthMonitor } from './health-monitor.ts'
import { openPostgresTransport } from './postgres-transport.ts'
import * as store from './store.ts'
import { openSweep, type Sweep } from './sweep.ts'
import type { Queue, QueueObserver, TaskKind, Wanted } from './task.ts'
import type { Ticket } from './ticket.ts'
import type { Transport } from './transport.ts'
import * as views from './views.ts'
import { within } from './within.ts'
import { openWorker, type Worker } from './worker.ts'

export interface QueueTiming {
  readonly sweepMs: number
  /** With Redis: what is due for longer is claimed without waiting for a ticket. */
  readonly rescueAfterMs: number
  readonly healthEveryMs: number
  readonly healthLateMs: number
  readonly healthHungMs: number
  readonly purgeEveryMs: number
  readonly retentionMs: number
}

const usualTiming: QueueTiming = {
  sweepMs: 1000,
  rescueAfterMs: 3000,
  healthEveryMs: 30_000,
  healthLateMs: 20_000,
  healthHungMs: 20_000,
  purgeEveryMs: 60_000,
  retentionMs: 7 * 24 * 3_600_000,
}

export interface QueueOptions {
  readonly db: Db
  readonly databaseUrl: string
  /** With it, Bull wakes the workers; without, Postgres does. */
  readonly redisUrl: string | null
  readonly schema: string
  readonly ids: Ids
  readonly log: Log
  readonly observe?: QueueObserver
  readonly timing?: Partial<QueueTiming>
  /** The worker hears nothing and restarts did not help; a process should end here, so that it is started anew. */
  onDeaf?(): void
}

/** The workers' own connections: claims and leases must not wait for handlers that have taken the whole pool. */
const WORKER_CONNECTIONS = 4
const MOST_PRIORITY = 1000
const CLOSE_MS = 2000

export function openQueue(options: QueueOptions): Queue {
  const { db, databaseUrl, redisUrl, schema, ids, log, observe = {} } = options
  const timing = { ...usualTiming, ...options.timing }
  const own = openDatabase({ url: databaseUrl, applicationName: 'ils queue', schema, poolMax: WORKER_CONNECTIONS })
  const { sweepMs } = timing
  const transport: Transport =
    redisUrl === null
      ? openPostgresTransport({ db: own, wakeBy: db, databaseUrl, schema, log, sweepMs })
      : openBullTransport({ db: own, redisUrl, schema, log, sweepMs })
  const workers = new Map<string, Worker>()
  let sweep: Sweep | undefined
  let monitor: HealthMonitor | undefined
  let closing: Promise<void> | undefined

  function watch(): void {
    const kinds = (): string[] => [...workers.keys()]
    sweep = openSweep({ db: own, transport, kinds, log, observe, everyMs: sweepMs, ...timing })
    monitor = openHealthMonitor({
      everyMs: timing.healthEveryMs,
      lateMs: timing.healthLateMs,
      hungMs: timing.healthHungMs,
      log,
      look: async () =>
        (await views.dueOf(own, kinds())).flatMap(({ kind, inMs, paused }) => {
          const worker = workers.get(kind)
          if (!worker) return []
          const { free, claimed, rescued } = worker
          return [{ kind, paused, lateMs: -(inMs ?? 0), free, claimed, rescued }]
        }),
      restart: async () => {
        observe.restarted?.(transport.name)
        await transport.restart()
      },
      onDeaf: () => options.onDeaf?.(),
    })
  }

  async function close(deadlineMs: number): Promise<void> {
    // A round of them may hang on a dead connection; what it starts late is given back or leased out.
    await within(CLOSE_MS, Promise.all([sweep?.close(), monitor?.close()]))
    await transport.stop()
    const given = await Promise.allSettled(
      [...workers.values()].map(async (worker) => {
        const tickets = await worker.finish(deadlineMs)
        if (tickets.length > 0) transport.wake(worker.kind.name, tickets)
      }),
    )
    for (const one of given) {
      // Their leases run out, and another process takes them.
      if (one.status === 'rejected') log.warn({ err: one.reason as unknown }, 'tasks could not be given back')
    }
    await transport.close()
    await own.destroy()
  }

  async function enqueueAll(on: Db, kind: TaskKind, wanted: readonly Wanted<unknown>[]): Promise<number> {
    if (wanted.length === 0) return 0
    const tasks = wanted.map((one) => newTask(kind, one, ids))
    const fresh = new Set(await store.insertTasks(on, kind, tasks, correlationId()))
    if (fresh.size === 0) return 0
    const tickets: Ticket[] = tasks
      .filter((task) => fresh.has(task.id))
      .map(({ id, priority, delayMs }) => ({ taskId: id, fence: 0, priority, delayMs }))
    afterCommit(on, () => {
      observe.enqueued?.(kind.name, fresh.size)
      transport.wake(kind.name, tickets)
    })
    return fresh.size
  }

  return {
    transport: transport.name,
    enqueue: async (on, kind, wanted) => (await enqueueAll(on, kind, [wanted])) === 1,
    enqueueAll,
    work(kind, handler) {
      if (closing) throw new Error('the queue is closing')
      if (workers.has(kind.name)) throw new Error(`two handlers for ${kind.name}: only one would ever run`)
      const worker = openWorker({
        db: own,
        kind,
        // The worker gives it only data that its schema has let through.
        handler,
        log,
        observe,
        rescueAfterMs: redisUrl === null ? 0 : timing.rescueAfterMs,
        waitsAgain: (ticket) => transport.wake(kind.name, [ticket]),
      })
      workers.set(kind.name, worker)
      transport.serve(worker)
      if (!sweep) watch()
    },
    counts: (kind) => views.countTasks(db, kind.name),
    async deadLetters(kind, { limit, after }) {
      const beforeId = readPosition(after, 1)?.[0]
      const rows = await views.deadTasks(db, kind.name, limit, beforeId === undefined ? null : String(beforeId))
      return pageOf(
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      )
    },
    async retry(id) {
      const ticket = await store.reviveDead(db, id)
      if (ticket) transport.wake(ticket.kind, [ticket])
      return ticket !== undefined
    },
    remove: (id) => store.deleteDead(db, id),
    pause: (kind) => store.pauseKind(db, kind.name),
    async resume(kind) {
      await store.resumeKind(db, kind.name)
      const waiting = await views.overdueTickets(db, kind.name, 0, MOST_RESUMED)
      if (waiting.length > 0) transport.wake(kind.name, waiting)
    },
    close: ({ deadlineMs }) => (closing ??= close(deadlineMs)),
  }
}

/** The rest is found by the sweep. */
const MOST_RESUMED = 500

function newTask(kind: TaskKind, wanted: Wanted<unknown>, ids: Ids): store.NewTask {
  const { uniqueId, data, delayMs = 0, priority = 0 } = wanted
  const checked = checkOf(kind.data)(data, 'data')
  if (!checked.ok) {
    const causes = checked.causes.map((cause) => cause.message).join('; ')
    throw new TypeError(`the data of a ${kind.name} task does not fit: ${causes}`)
  }
  if (uniqueId === '') throw new TypeError(`a ${kind.name} task needs a unique id`)
  if (!Number.isInteger(priority) || Math.abs(priority) > MOST_PRIORITY)
    throw new TypeError(`the priority of a ${kind.name} task must be a whole number from -1000 to 1000`)
  if (!(delayMs >= 0)) throw new TypeError(`the delay of a ${kind.name} task must not be negative`)
  return { id: ids('tsk'), uniqueId, data: checked.value, priority, delayMs: Math.round(delayMs) }
}
