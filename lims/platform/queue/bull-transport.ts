import { once } from 'node:events'
import Bull from 'bull'
import type { Redis } from 'ioredis'
import type { Db } from '../db/database.ts'
import type { Log } from '../log/log.ts'
import { openRedis } from './redis.ts'
import type { Ticket } from './ticket.ts'
import type { Transport } from './transport.ts'
import { overdueTickets } from './views.ts'
import { within } from './within.ts'
import type { Worker } from './worker.ts'

export interface BullTransportOptions {
  readonly db: Db
  readonly redisUrl: string
  /** Keeps the servers of one Redis apart. */
  readonly schema: string
  readonly log: Log
  readonly sweepMs: number
}

interface Job {
  readonly taskId: string
}

/** One set of connections; given up as a whole. */
interface Generation {
  readonly client: Redis
  readonly subscriber: Redis
  /** They wait inside a blocking command, and would hear QUIT only after it. */
  readonly blocked: Redis[]
  readonly queues: Map<string, Bull.Queue<Job>>
}

const CLOSE_MS = 2000
const FIRST_CONNECT_MS = 2000
/** How many lost tickets a sweep writes again; the oldest are first, so all have their turn. */
const MOST_TICKETS = 500
// Bull runs jobs without a priority before all others, and 1 before 2: ours go from -1000 to 1000.
const PRIORITY_ZERO = 1001

/**
 * Wakes workers by Bull, a queue per kind and a job per ticket. Bull's own retries, locks and results are not used:
 * all of that is the row's. So Redis may forget everything, and a job that comes twice finds its row taken.
 */
export function openBullTransport(options: BullTransportOptions): Transport {
  const { db, log, redisUrl } = options
  const workers = new Map<string, Worker>()
  let current = open()
  let stopped = false
  let complained = false

  function open(): Generation {
    return {
      client: openRedis(redisUrl, log, 'waits'),
      subscriber: openRedis(redisUrl, log, 'waits'),
      blocked: [],
      queues: new Map(),
    }
  }

  function queueOf(from: Generation, kind: string): Bull.Queue<Job> {
    const known = from.queues.get(kind)
    if (known) return known
    const queue = new Bull<Job>(kind, {
      prefix: `ils:${options.schema}:tasks`,
      createClient: (type) => {
        if (type === 'client') return from.client
        if (type === 'subscriber') return from.subscriber
        // Only this one cannot be shared: it waits inside its command.
        const redis = blocking(openRedis(redisUrl, log, 'waits'))
        from.blocked.push(redis)
        return redis
      },
      settings: { drainDelay: 5, guardInterval: 1000, retryProcessDelay: 500, maxStalledCount: 1_000_000 },
    })
    // The connections tell of outages themselves; what else Bull says costs only time, which the sweep makes good.
    queue.on('error', (error) => log.debug({ err: error, kind }, 'bull reported an error'))
    from.queues.set(kind, queue)
    return queue
  }

  function hear(from: Generation, worker: Worker): void {
    const run = (job: Bull.Job<Job>): Promise<void> => worker.take(job.data.taskId)
    queueOf(from, worker.kind.name)
      .process(worker.kind.concurrency, run)
      .catch((error: unknown) => log.debug({ err: error, kind: worker.kind.name }, 'bull stopped to work'))
  }

  async function add(kind: string, tickets: readonly Ticket[]): Promise<void> {
    const from = current
    if (from.client.status !== 'ready') await within(FIRST_CONNECT_MS, firstReady(from.client))
    // Commands would pile up in memory while Redis is away; the rows are safe, and swept.
    if (from.client.status !== 'ready') throw new Error(`redis is ${from.client.status}`)
    const queue = queueOf(from, kind)
    await Promise.all(
      tickets.map(({ taskId, fence, priority, delayMs }) =>
        queue.add(
          { taskId },
          {
            // The same ticket again is dropped by Bull.
            jobId: `${taskId}-${fence}`,
            delay: delayMs,
            priority: PRIORITY_ZERO + priority,
            removeOnComplete: true,
            removeOnFail: true,
          },
        ),
      ),
    )
    complained = false
  }

  function wake(kind: string, tickets: readonly Ticket[]): void {
    if (stopped) return
    add(kind, tickets).catch((error: unknown) => {
      if (complained || stopped) return
      complained = true
      log.warn({ err: error, kind }, 'tasks could not be announced by redis, the sweep finds them')
    })
  }

  /** Bull asks its blocked connections to QUIT and waits; cutting them is what it waits for. */
  async function unblock(from: Generation, ending: readonly Promise<unknown>[]): Promise<void> {
    const cut = setTimeout(() => {
      for (const redis of from.blocked) redis.disconnect()
    }, 20)
    await within(CLOSE_MS, Promise.allSettled(ending))
    clearTimeout(cut)
  }

  async function shut(old: Generation): Promise<void> {
    // Marks every queue as closing, so that its loops end. No longer than a moment, as Redis may be gone.
    const closing = [...old.queues.values()].map((queue) => queue.close(true))
    await unblock(old, closing)
    for (const redis of [old.client, old.subscriber, ...old.blocked]) redis.disconnect()
  }

  async function refill(kind: string): Promise<void> {
    const from = current
    if (from.client.status !== 'ready') return
    const room = MOST_TICKETS - (await queueOf(from, kind).getWaitingCount())
    if (room <= 0) return
    const lost = await overdueTickets(db, kind, options.sweepMs, room)
    if (lost.length > 0) wake(kind, lost)
  }

  return {
    name: 'redis',
    serve(worker) {
      workers.set(worker.kind.name, worker)
      hear(current, worker)
    },
    wake,
    async sweep(due) {
      const late = due.filter((one) => one.inMs !== null && one.inMs <= 0 && !one.paused)
      // Redis may be slow, full or gone: claiming directly does not wait for it.
      await Promise.all(late.map(async ({ kind }) => workers.get(kind)?.look()))
      await within(CLOSE_MS, Promise.all(late.map(({ kind }) => refill(kind))))
    },
    async restart() {
      const old = current
      current = open()
      for (const worker of workers.values()) hear(current, worker)
      await shut(old)
    },
    async stop() {
      // Bull's own wait for its jobs is ours: workers finish in a moment, and are the ones who know the deadline.
      const pausing = [...current.queues.values()].map((queue) => queue.pause(true, true))
      await unblock(current, pausing)
    },
    async close() {
      stopped = true
      await shut(current)
    },
  }
}

/** A process that has just started waits for its first connection; after an outage there is no waiting, only the sweep. */
function firstReady(client: Redis): Promise<unknown> | undefined {
  return client.status === 'connecting' || client.status === 'connect' ? once(client, 'ready') : undefined
}

/** BLMOVE is what Redis 6.2 and later have for the deprecated BRPOPLPUSH that Bull calls; some servers have only that. */
function blocking(redis: Redis): Redis {
  return Object.assign(redis, {
    brpoplpush: (from: string, to: string, seconds: number) => redis.blmove(from, to, 'RIGHT', 'LEFT', seconds),
  })
}
