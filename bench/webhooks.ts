import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { Worker } from 'node:worker_threads'
import { jobPromiseChanged } from '@ils/contract/job-events'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { LIMS_SCHEMA } from '@ils/lims/migrations/migrations'
import { limsSettings } from '@ils/lims/settings'
import { startLims, type RunningLims } from '@ils/lims/start-lims'
import { system } from '@ils/platform/actor'
import { readSettings } from '@ils/platform/config/read-settings'
import { openDatabase, type Db } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { silentLog } from '@ils/platform/log/log'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import { signDelivery } from '@ils/platform/signing/sign-delivery'
import { until } from '@ils/testing/condition'
import { inTurn, median, percent, percentile, perSecond, withPostgres, type Figure } from './measure.ts'

const SETUP_KEY = 'setup-key-for-hooks'
const EVENTS = 4000
const SUBJECTS = 1000
const ENDPOINTS = 3
const DELIVERIES = EVENTS * ENDPOINTS
const ROUNDS = 5
/** As many as the LIMS has on their way to all of them, unless it is told otherwise. */
const AT_ONCE = 50 * ENDPOINTS
const PACED = { perSecond: 200, seconds: 10 }
const BARE_MS = 3000

interface Bench {
  readonly lims: RunningLims
  readonly admin: LimsClient
  readonly ownerDb: Db
}

/** Deliveries as they are made, against the bare sending of the same bytes; how soon; and what a dead receiver costs the others. */
export function benchWebhooks(): Promise<Figure[]> {
  return withPostgres(async ({ databaseUrl, ownerUrl }) => {
    const settings = readSettings(limsSettings, {
      ...{ NODE_ENV: 'production', ILS_LIMS_PORT: '0', ADMIN_SETUP_KEY: SETUP_KEY },
      ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8',
      ILS_WEBHOOK_SEAL_KEYS: Buffer.alloc(32, 7).toString('base64'),
    })
    const lims = await startLims({
      settings: { ...settings, databaseUrl, databaseOwnerUrl: ownerUrl },
      ...{ roles: ['api', 'worker', 'relay'], log: silentLog, env: {} },
    })
    const ownerDb = openDatabase({ url: ownerUrl, schema: LIMS_SCHEMA, applicationName: 'ils bench', poolMax: 1 })
    const setUp = await openLimsClient({ url: lims.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Bench' } })
    const bench: Bench = { lims, admin: openLimsClient({ url: lims.url, key: setUp.secret ?? '' }), ownerDb }
    const receiver = await openReceiver()
    const dead = await openReceiver({ dead: true })
    try {
      const endpoints: string[] = []
      for (let i = 0; i < ENDPOINTS; i++) endpoints.push(await register(bench, receiver.url))
      // First, on tables that nothing has flooded yet; a LIMS that has just started has its statements to learn.
      await waitsAt(bench, receiver, 'warm')
      const waits = await waitsAt(bench, receiver, 'paced')
      const bare = openBare(receiver.url)
      const sent = await inTurn(
        ROUNDS,
        () => deliver(bench, endpoints),
        () => perSecond(AT_ONCE, BARE_MS, bare.post),
      )
      bare.close()
      const deadId = await register(bench, dead.url)
      const beside = await inTurn(
        ROUNDS,
        async () => {
          await bench.admin.resumeWebhook({ params: { endpointId: deadId }, body: { replay: true } })
          return deliver(bench, endpoints)
        },
        async () => {
          // It is kept for it all the same: what is compared is that it is called.
          await bench.admin.pauseWebhook({ params: { endpointId: deadId }, body: {} })
          return deliver(bench, endpoints)
        },
      )
      const p99 = percentile(waits, 0.99)
      return [
        {
          what: `Deliveries in order by subject, every try logged (events planted at once, relay, fan-out and worker in one process), ${EVENTS} events for ${ENDPOINTS} endpoints, against a bare loop of signed POSTs by node:http, ${AT_ONCE} at once, ${ROUNDS} rounds in turn`,
          seen: `${percent(sent.ratio)} (${Math.round(sent.a)} deliveries/s and ${Math.round(sent.b)} POSTs/s)`,
          goal: '≥ 25 %, ≥ 1000/s',
          met: sent.ratio >= 0.25 && sent.a >= 1000,
        },
        {
          what: `Commit to arrival of the first try at the last of ${ENDPOINTS} endpoints, ${PACED.perSecond} events/s for ${PACED.seconds} s`,
          seen: `p50 ${median(waits).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
          goal: 'p99 ≤ 250 ms',
          met: p99 <= 250,
        },
        {
          what: `Deliveries to ${ENDPOINTS} endpoints beside another that takes connections and never answers, against the same with the other paused, ${ROUNDS} rounds in turn`,
          seen: `${percent(beside.ratio)} (${Math.round(beside.a)} and ${Math.round(beside.b)} deliveries/s)`,
          goal: '≥ 95 %',
          met: beside.ratio >= 0.95,
        },
      ]
    } finally {
      await lims.stop('the bench is over')
      await ownerDb.destroy()
      await Promise.all([receiver.close(), dead.close()])
    }
  })
}

interface Receiver {
  readonly url: string
  /** What came since the last time, with its time. */
  report(): Promise<[id: string, at: number][]>
  close(): Promise<unknown>
}

async function openReceiver(workerData: { dead?: boolean } = {}): Promise<Receiver> {
  const worker = new Worker(new URL('hook-receiver.mjs', import.meta.url), { workerData, execArgv: [] })
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }]
  return {
    url: `http://127.0.0.1:${port}/hook`,
    async report() {
      const answered = once(worker, 'message')
      worker.postMessage('report')
      return ((await answered) as [{ arrivals: [string, number][] }])[0].arrivals
    },
    close: () => worker.terminate(),
  }
}

async function register({ admin }: Bench, url: string): Promise<string> {
  return (await admin.registerWebhook({ body: { url, events: [jobPromiseChanged.type] } })).id
}

const data = {
  orderRef: 'R-4711',
  status: 'in_production',
  from: '2026-11-23',
  promisedOn: '2026-11-24',
  reason: 'A lens was broken',
} as const

let planted = 0

/** Plants events, and says how many a second were delivered and written down from then on. */
async function deliver({ ownerDb }: Bench, endpoints: readonly string[]): Promise<number> {
  const round = (planted += 1)
  const began = performance.now()
  await ownerDb.raw(
    `insert into events (id, type, version, practice, subject, subject_version, at, correlation_id, actor, data)
     select 'evt_' || lpad((:round::int * 1000000 + i)::text, 26, '0'), :type, 1, 'p-1', 'job_' || :round::text || '_' || (i % :subjects::int),
            i / :subjects::int + 1, now(), 'bench', '{"kind": "system", "id": null, "name": "bench"}', :data::jsonb
       from generate_series(1, :events::int) as i`,
    {
      round,
      type: jobPromiseChanged.type,
      subjects: SUBJECTS,
      events: EVENTS,
      data: JSON.stringify({ ...data, jobId: 'job_x' }),
    },
  )
  await ownerDb.raw("select pg_notify('ils_unsent_lims', '')")
  await until(
    'all is delivered',
    async () => {
      const { rows } = await ownerDb.raw<{ rows: { n: number }[] }>(
        `select count(*) as n from webhook_deliveries where endpoint_id = any(?::text[]) and subject like ? and state = 'delivered'`,
        [[...endpoints], `job_${round}_%`],
      )
      return rows[0]?.n === DELIVERIES
    },
    { withinMs: 120_000, everyMs: 100 },
  )
  return DELIVERIES / ((performance.now() - began) / 1000)
}

/** As anybody would send them who has nothing to keep. */
function openBare(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const { secret } = makeSigningKey('v1')
  let made = 0
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const id = `evt_${String((made += 1)).padStart(26, '0')}`
      const told: WebhookBody = {
        ...{ id, type: jobPromiseChanged.type, version: 1, timestamp: new Date().toISOString(), practice: 'p-1' },
        ...{ subject: 'job_x', subjectVersion: 1, releaseId: null, data: { ...data, jobId: 'job_x' } },
      }
      const body = Buffer.from(JSON.stringify(told))
      const headers = {
        'content-type': 'application/json',
        ...signDelivery({ id, at: new Date(), body, secrets: [secret] }),
      }
      const call = request(
        url,
        { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
        (response) => {
          response.resume().on('end', resolve)
        },
      )
      call.on('error', reject)
      call.end(body)
    })
  return {
    post,
    close() {
      agent.destroy()
    },
  }
}

async function waitsAt({ lims: { app } }: Bench, receiver: Receiver, name: string): Promise<number[]> {
  await receiver.report()
  const committed = new Map<string, number>()
  const ids = new Map<string, string>()
  const total = PACED.perSecond * PACED.seconds
  const began = performance.now()
  const writing: Promise<void>[] = []
  for (let n = 0; n < total; n++) {
    const dueMs = (n * 1000) / PACED.perSecond
    const early = dueMs - (performance.now() - began)
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early))
    const subject = `job_${name}_${n}`
    const fact = { subject, subjectVersion: 1, practice: 'p-1', data: { ...data, jobId: subject } }
    writing.push(
      inTransaction(app.pool, (trx) => record(app, trx, jobPromiseChanged, fact, system('bench'))).then(() => {
        committed.set(subject, performance.timeOrigin + performance.now())
      }),
    )
  }
  await Promise.all(writing)
  const { rows } = await app.pool.raw<{ rows: { id: string; subject: string }[] }>(
    'select id, subject from events where subject like ?',
    [`job_${name}_%`],
  )
  for (const { id, subject } of rows) ids.set(id, subject)
  const arrived = new Map<string, number>()
  await until('all arrived', async () => {
    for (const [id, at] of await receiver.report()) arrived.set(ids.get(id) ?? '', at) // The last one stays.
    return [...committed.keys()].every((subject) => arrived.has(subject))
  })
  return [...committed].map(([subject, at]) => (arrived.get(subject) ?? Number.NaN) - at)
}
