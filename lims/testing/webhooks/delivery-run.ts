import { createConnection } from 'node:net'
import { jobPromiseChanged } from '@ils/contract/job-events'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { App } from '@ils/lims/app'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { recordMany, type Said } from '@ils/platform/events/record-event'
import { until } from '../condition.ts'
import { dice } from '../devices/dice.ts'
import type { TestRedis } from '../redis.ts'
import type { ChaosWay } from './chaos-plan.ts'
import { openChaosReceiver, type ChaosReceiver } from './chaos-receiver.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

export interface DeliveryRunOptions {
  /** Serves the API and the relay; the workers are processes of their own. */
  readonly app: App
  readonly admin: LimsClient
  readonly workerEnv: Readonly<Record<string, string>>
  readonly redis: TestRedis | null
  readonly seed: number
  readonly events: number
  readonly subjects: number
  readonly endpoints: number
  readonly workers: number
  readonly kills: number
  /** How often Redis is flushed, and killed and started again. */
  readonly redisDeaths: number
  /** What share of requests the receivers fail. */
  readonly share: number
  onProgress?(saying: string): void
}

export interface DeliveryRun {
  readonly seconds: number
  readonly requests: number
  readonly byOutcome: ReadonlyMap<string, number>
  readonly attempts: number
  readonly repeated: number
  /** Everything below must be empty. */
  readonly lost: readonly string[]
  readonly outOfOrder: readonly string[]
  /** The same change of a subject under two ids, or an id that nobody gave. */
  readonly strangers: readonly string[]
  readonly unsettled: readonly string[]
}

/** Settings with which hours of waiting pass in seconds. */
export const hastyEnv = {
  ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
  ILS_WEBHOOK_TIMEOUT_MS: '1000',
  ILS_WEBHOOK_RETRY_SECONDS: ['0', '0.1', '0.2', '0.5', ...Array.from({ length: 36 }, () => '1')].join(),
}

const WAYS: readonly ChaosWay[] = [500, 'reset', 'stall', 'slow', 'redirect', 429, 'wrong_length']
const PLANTED_AT_ONCE = 200

/** Events for several endpoints while workers are killed, Redis forgets everything, and receivers fail; judged by what arrived. */
export async function deliveryRun(options: DeliveryRunOptions): Promise<DeliveryRun> {
  const { app, admin, kills, seed } = options
  const roll = dice(seed)
  const began = performance.now()
  const receivers: ChaosReceiver[] = []
  const ids: string[] = []
  for (let i = 0; i < options.endpoints; i++) {
    const receiver = await openChaosReceiver({ share: options.share, ways: WAYS, seed: seed + i, slowMs: 5 })
    receivers.push(receiver)
    const { id, secret } = await admin.registerWebhook({
      body: { url: receiver.url, events: [jobPromiseChanged.type] },
    })
    receiver.trust({ secrets: [secret ?? ''] })
    ids.push(id)
  }
  const workers: WorkerProcess[] = await Promise.all(
    Array.from({ length: options.workers }, () => startWorkerProcess(options.workerEnv)),
  )
  const arrivals = (): number => receivers.reduce((sum, receiver) => sum + receiver.arrivals.length, 0)
  const planted = plan(options)
  const rounds = Math.max(1, kills)
  for (let round = 0; round < rounds; round++) {
    const share = planted.slice(
      Math.floor((planted.length * round) / rounds),
      Math.floor((planted.length * (round + 1)) / rounds),
    )
    const before = arrivals()
    await plant(app, share)
    if (kills === 0) break
    // Somewhere in the middle of what was planted just now.
    const wanted = before + Math.ceil(share.length * options.endpoints * roll() * 0.8)
    await until('some of it arrived', () => arrivals() >= wanted, { withinMs: 120_000, everyMs: 5 })
    const doomed = Math.floor(roll() * workers.length)
    await workers[doomed]?.kill()
    if (options.redis && due(round, rounds, options.redisDeaths)) await forgetAll(options.redis)
    workers[doomed] = await startWorkerProcess(options.workerEnv)
    options.onProgress?.(`kill ${round + 1} of ${kills}, ${arrivals()} requests came`)
  }
  const left = () => unsettled(app, ids, planted.length)
  await until('everything is settled', async () => (await left()).length === 0, {
    withinMs: 300_000,
    everyMs: 200,
  }).catch(() => undefined)
  const verdict = await judge(app, ids, receivers, planted)
  const run = { ...verdict, seconds: (performance.now() - began) / 1000, requests: arrivals(), unsettled: await left() }
  await Promise.all(workers.map((worker) => worker.kill()))
  await Promise.all(receivers.map((receiver) => receiver.close()))
  return run
}

const due = (round: number, rounds: number, times: number): boolean =>
  Math.floor(((round + 1) * times) / rounds) > Math.floor((round * times) / rounds)

/** What happens to jobs that take turns, each with its versions in order. */
function plan({ events, subjects }: DeliveryRunOptions): Said[] {
  const data = {
    orderRef: null,
    status: 'in_production',
    from: '2026-11-23',
    promisedOn: '2026-11-24',
    reason: 'a run',
  } as const
  return Array.from({ length: events }, (_, i) => {
    const subject = `job_${i % subjects}`
    const fact = {
      subject,
      subjectVersion: Math.floor(i / subjects) + 1,
      practice: `p-${i % 7}`,
      data: { ...data, jobId: subject },
    }
    return { kind: jobPromiseChanged, fact }
  })
}

async function plant(app: App, said: readonly Said[]): Promise<void> {
  for (let from = 0; from < said.length; from += PLANTED_AT_ONCE) {
    const some = said.slice(from, from + PLANTED_AT_ONCE)
    await inTransaction(app.pool, (trx) => recordMany(app, trx, some, system('run')))
  }
}

/** A flush, a power cut, and a start with nothing. */
async function forgetAll(redis: TestRedis): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port: redis.port }, () =>
      socket.write('*1\r\n$8\r\nFLUSHALL\r\n'),
    )
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end())
    socket.once('close', () => {
      resolve()
    })
  })
  await redis.kill()
  await redis.start()
}

async function unsettled(app: App, endpoints: readonly string[], events: number): Promise<string[]> {
  const { rows } = await app.pool.raw<{ rows: { endpoint_id: string; delivered: number }[] }>(
    `select endpoint_id, count(*) filter (where state = 'delivered') as delivered from webhook_deliveries group by endpoint_id`,
  )
  const delivered = new Map(rows.map((row) => [row.endpoint_id, row.delivered]))
  return endpoints.flatMap((id) => {
    const missing = events - (delivered.get(id) ?? 0)
    return missing === 0 ? [] : [`${missing} for ${id}`]
  })
}

async function judge(
  app: App,
  endpoints: readonly string[],
  receivers: readonly ChaosReceiver[],
  planted: readonly Said[],
) {
  const { rows: events } = await app.pool.raw<{ rows: { id: string; subject: string; subject_version: number }[] }>(
    'select id, subject, subject_version from events where type = ?',
    [jobPromiseChanged.type],
  )
  const idOf = new Map(events.map((event) => [`${event.subject} ${event.subject_version}`, event.id]))
  if (idOf.size !== planted.length)
    throw new Error(`${idOf.size} events are in the log, planted were ${planted.length}`)
  const { rows: logged } = await app.pool.raw<{ rows: { n: number }[] }>('select count(*) as n from webhook_attempts')
  const byOutcome = new Map<string, number>()
  const lost: string[] = []
  const outOfOrder: string[] = []
  const strangers: string[] = []
  let repeated = 0
  for (const [at, receiver] of receivers.entries()) {
    const report = receiver.report()
    repeated += report.repeated
    outOfOrder.push(...report.outOfOrder)
    for (const [way, n] of Object.entries(report.byOutcome)) byOutcome.set(way, (byOutcome.get(way) ?? 0) + n)
    const taken = new Set(
      receiver.arrivals.filter(({ came }) => came === 'taken' || came === 'slow').map(({ id }) => id),
    )
    for (const id of idOf.values()) if (!taken.has(id)) lost.push(`${id} for ${endpoints[at] ?? ''}`)
    for (const { id, subject, subjectVersion, came } of receiver.arrivals) {
      if (came === 'refused') strangers.push(`${id} was not signed as it should be`)
      else if (idOf.get(`${subject} ${subjectVersion}`) !== id)
        strangers.push(`${id} says to be ${subject} ${subjectVersion}`)
    }
  }
  return { byOutcome, lost, outOfOrder, strangers, repeated, attempts: logged[0]?.n ?? 0 }
}
