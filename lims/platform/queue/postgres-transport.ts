import type { Db } from '../db/database.ts'
import { openListener, type Listener } from '../db/listen.ts'
import { wake } from '../db/wake.ts'
import type { Log } from '../log/log.ts'
import type { Due } from './ticket.ts'
import type { Transport } from './transport.ts'
import { dueOf } from './views.ts'
import { within } from './within.ts'
import type { Worker } from './worker.ts'

export interface PostgresTransportOptions {
  readonly db: Db
  /** The pool that says NOTIFY: the application's, which outlives the queue's own. */
  readonly wakeBy: Db
  readonly databaseUrl: string
  readonly schema: string
  readonly log: Log
  /** What is due later than this needs no word now: a sweep comes before. */
  readonly sweepMs: number
}

const LONGEST_CHANNEL = 63
const CLOSE_MS = 2000
const BEHIND_LATE_MS = 250

/** Wakes workers of all processes by NOTIFY, for each kind a channel for what is due and one for what soon will be. */
export function openPostgresTransport(options: PostgresTransportOptions): Transport {
  const { db, log, sweepMs } = options
  const workers = new Map<string, Worker>()
  const timers = new Map<string, NodeJS.Timeout>()
  let listener: Listener | undefined
  let stopped = false

  const channelOf = (when: 'now' | 'soon', kind: string): string =>
    `${options.schema}_tasks_${when}_${kind.replaceAll(/[.-]/g, '_')}`.slice(0, LONGEST_CHANNEL)

  async function lookNow(worker: Worker): Promise<void> {
    try {
      await worker.look()
    } catch (error) {
      if (!stopped) log.warn({ err: error, kind: worker.kind.name }, 'a claim failed, the sweep tries again')
    }
  }

  /** Sets a timer for the next one that is due before a sweep would come. */
  async function planNext(worker: Worker): Promise<void> {
    try {
      plan(await dueOf(db, [worker.kind.name]))
    } catch (error) {
      if (!stopped)
        log.warn({ err: error, kind: worker.kind.name }, 'due tasks could not be read, the sweep tries again')
    }
  }

  function plan(due: readonly Due[]): void {
    for (const { kind, inMs, paused } of due) {
      const worker = workers.get(kind)
      if (!worker || stopped || paused || inMs === null || inMs > 2 * sweepMs) continue
      clearTimeout(timers.get(kind))
      // What is due already waits for a slot and is found without us, but it hides what is due next.
      const wait = inMs > 0 ? Math.ceil(inMs) : BEHIND_LATE_MS
      timers.set(
        kind,
        setTimeout(() => void lookNow(worker).then(() => planNext(worker)), wait),
      )
    }
  }

  function listen(): void {
    listener = openListener({ url: options.databaseUrl, applicationName: 'ils queue', log })
    for (const worker of workers.values()) listenFor(worker)
  }

  function listenFor(worker: Worker): void {
    listener?.on(channelOf('now', worker.kind.name), () => void lookNow(worker))
    listener?.on(channelOf('soon', worker.kind.name), () => void planNext(worker))
  }

  async function deafen(): Promise<void> {
    const old = listener
    listener = undefined
    // A connection whose far end is silently gone never says goodbye.
    await within(CLOSE_MS, old?.close())
  }

  return {
    name: 'postgres',
    serve(worker) {
      workers.set(worker.kind.name, worker)
      if (listener) listenFor(worker)
      else listen()
    },
    wake(kind, tickets) {
      if (tickets.some((ticket) => ticket.delayMs === 0)) wake(options.wakeBy, channelOf('now', kind))
      if (tickets.some(({ delayMs }) => delayMs > 0 && delayMs <= 2 * sweepMs))
        wake(options.wakeBy, channelOf('soon', kind))
    },
    async sweep(due) {
      plan(due)
      const late = due.filter((one) => one.inMs !== null && one.inMs <= 0 && !one.paused)
      await Promise.all(late.map(async ({ kind }) => workers.get(kind)?.look()))
    },
    async restart() {
      await deafen()
      if (!stopped) listen()
    },
    async stop() {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await deafen()
    },
    close: () => Promise.resolve(),
  }
}
