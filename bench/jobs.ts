import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FullConfiguration } from '@ils/contract/configuration'
import type { NewJob } from '@ils/contract/jobs'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import type { Db } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { withFloorLims, type FloorLims } from './floor-lims.ts'
import { inTurn, median, percent, percentile, perSecond, type Figure } from './measure.ts'
import { generatedOrders } from './orders.ts'

const ORDERS = 300
const CALLERS = 16
const ROUNDS = 9
const MS = 3000
const WARM_MS = 12_000

/** CreateJob over the wire against the bare SQL of the same rows in the same pool. */
export function benchJobs(): Promise<Figure[]> {
  return withFloorLims(1, async (lims) => {
    const [door] = lims.doors
    const [first] = lims.running
    if (!door || !first) throw new Error('no LIMS runs')
    const orders = await acceptedOrders(lims, door)
    const pool = first.app.pool
    const rows = await rowsOfJobs(pool)
    let made = 0
    const flood = openFlood(first.url, lims.key, orders)
    const bare = () => insertBare(pool, rows[(made += 1) % rows.length] ?? [], made)
    // A server has been up for longer than this: what runs often is compiled well only after some thousand times.
    await flood.run(WARM_MS)
    const seen = await inTurn(
      ROUNDS,
      async () => {
        await emptyFloor(lims.ownerDb)
        return flood.run(MS)
      },
      async () => {
        await emptyFloor(lims.ownerDb)
        return perSecond(CALLERS, MS, bare)
      },
    )
    await flood.close()
    const waits = await waitsAt(50, first.url, lims.key, orders)
    const p99 = percentile(waits, 0.99)
    return [
      {
        what: `CreateJob over HTTP with an idempotency key against the bare SQL of the same rows in one transaction in the same pool, ${ROUNDS} rounds of ${MS / 1000} s in turn, ${CALLERS} callers`,
        seen: `${percent(seen.ratio)} (${Math.round(seen.a)} and ${Math.round(seen.b)} jobs/s)`,
        goal: '≥ 50 %',
        met: seen.ratio >= 0.5,
      },
      {
        what: 'How long CreateJob takes at 50/s, evenly paced, 10 s, client on the same machine',
        seen: `p50 ${median(waits).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
        goal: 'p99 ≤ 250 ms',
        met: p99 <= 250,
      },
    ]
  })
}

/** Many at once, each sent twice with its key: everybody gets an answer, and each order is one job. */
export async function measureSubmissions(lims: FloorLims, count: number): Promise<{ good: boolean; lines: string[] }> {
  const [door] = lims.doors
  const [first] = lims.running
  if (!door || !first) throw new Error('no LIMS runs')
  const orders = await acceptedOrders(lims, door)
  const before = await countJobs(first.app.pool)
  const jobs = new Map<string, Set<string>>()
  let unanswered = 0
  let again = 0
  const submit = async (n: number): Promise<void> => {
    const key = `submission-${n}`
    for (let tries = 0; tries < 200; tries++) {
      try {
        const { jobId } = await door.createJob({ body: of(orders, n), idempotencyKey: key })
        jobs.set(key, (jobs.get(key) ?? new Set()).add(jobId))
        return
      } catch (error) {
        // A twin is at it, or so many at once were too many: asked again with its key it gets the one answer.
        if (error instanceof LimsRefused && error.code.startsWith('job_')) throw error
        again++
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    unanswered++
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: count * 2 }, (_, i) => submit(i % count)))
  const seconds = (performance.now() - began) / 1000
  const after = await countJobs(first.app.pool)
  const ids = new Set([...jobs.values()].flatMap((one) => [...one]))
  const twice = [...jobs.values()].filter((one) => one.size > 1).length
  const lost = count - jobs.size
  const [made, said] = [after.jobs - before.jobs, after.said - before.said]
  return {
    good: unanswered + lost + twice === 0 && made === count && said === count && ids.size === count,
    lines: [
      `${count} orders submitted at once, each sent twice with its key: all answered in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} jobs/s), asked again ${again} times because a twin was at it or the LIMS was full, without an answer ${unanswered}, lost ${lost}, made twice ${twice}; jobs in the table ${made}, said in the log ${said}`,
    ],
  }
}

function of(orders: readonly NewJob[], n: number): NewJob {
  const order = orders[n % orders.length]
  if (!order) throw new Error('no order was accepted')
  return order
}

async function countJobs(db: Db): Promise<{ jobs: number; said: number }> {
  const { rows } = await db.raw<{ rows: { jobs: number; said: number }[] }>(
    `select (select count(*)::int from jobs) as jobs, (select count(*)::int from events where type = 'job.created') as said`,
  )
  return rows[0] ?? { jobs: 0, said: 0 }
}

/** Orders as practices send them, of which the lab makes a job; made once, so that everything is warm. */
async function acceptedOrders({ rulebook }: FloorLims, door: LimsClient): Promise<NewJob[]> {
  const accepted: NewJob[] = []
  for (const configuration of generatedOrders(rulebook, ORDERS)) {
    const body: NewJob = { configuration: configuration as FullConfiguration }
    const made = await door.createJob({ body }).catch(() => undefined)
    if (made) accepted.push(body)
  }
  if (accepted.length < ORDERS / 4) throw new Error(`of ${ORDERS} orders only ${accepted.length} were accepted`)
  return accepted
}

/** What earlier rounds left is done: else each round would count its places behind more jobs than any lab has, and less than the next. */
async function emptyFloor(db: Db): Promise<void> {
  await db.raw('delete from queue')
  await db.raw('vacuum analyze')
}

interface RowsOfTable {
  readonly table: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** What CreateJob wrote for each job, table by table, in the order in which it can be written again. */
const PARTS: readonly (readonly [table: string, where: string])[] = [
  ['judgements', 'id = (select judgement_id from jobs where id = ?)'],
  ['jobs', 'id = ?'],
  ['job_makings', 'job_id = ?'],
  ['lenses', 'job_id = ?'],
  ['queue', 'job_id = ?'],
  ['reservations', 'job_id = ?'],
  ['events', 'subject = ?'],
]

async function rowsOfJobs(db: Db): Promise<RowsOfTable[][]> {
  const { rows: jobs } = await db.raw<{ rows: { id: string }[] }>('select id from jobs limit 200')
  return Promise.all(
    jobs.map(({ id }) =>
      Promise.all(
        PARTS.map(async ([table, where]) => {
          const { rows } = await db.raw<{ rows: Record<string, unknown>[] }>(`select * from ${table} where ${where}`, [
            id,
          ])
          return { table, rows: rows.map(({ n: _, seq: __, ...row }) => row) }
        }),
      ),
    ),
  )
}

/** As a sensible engineer writes it: a statement for each table with all its rows, in one transaction. */
async function insertBare(db: Db, parts: readonly RowsOfTable[], n: number): Promise<void> {
  const suffix = `-${n}`
  await inTransaction(db, async (trx) => {
    for (const { table, rows } of parts) {
      const [one] = rows
      if (!one) continue
      const columns = Object.keys(one)
      const marks = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')
      const values = rows.flatMap((row) => columns.map((column) => valueOf(column, row[column], suffix)))
      await trx.raw(`insert into ${table} (${columns.join(', ')}) values ${marks}`, values as never[]) // As they were read.
    }
    await trx.raw(
      `insert into idempotency_keys (scope, key, body_hash, status, headers, answer, sealed) values ('bench', ?, 'x', 201, '{}', '{}', null)`,
      [`bare${suffix}`],
    )
  })
}

const IDS = new Set(['id', 'job_id', 'judgement_id', 'subject'])

function valueOf(column: string, value: unknown, suffix: string): unknown {
  if (IDS.has(column)) return `${String(value)}${suffix}`
  if (value === undefined || value === null || value instanceof Date || typeof value !== 'object') return value ?? null
  // Arrays of the database stay lists; everything else was read from JSON.
  return column === 'codes' || column === 'fired' ? value : JSON.stringify(value)
}

/** Whoever orders is another program: its work is not that of the LIMS. */
function openFlood(url: string, key: string, orders: readonly NewJob[]) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const bodies = orders.map((order) => JSON.stringify(order))
  const workerData = { url: `${url}/api/jobs/create`, headers, bodies, callers: CALLERS }
  const worker = new Worker(new URL('flood-client.mjs', import.meta.url), { workerData, execArgv: [] })
  return {
    async run(ms: number): Promise<number> {
      const answered = once(worker, 'message')
      worker.postMessage(ms)
      const [{ perSecond: rate, failed }] = (await answered) as [{ perSecond?: number; failed?: string }]
      if (rate === undefined) throw new Error(`an order of the flood failed: ${failed ?? ''}`)
      return rate
    },
    close: () => worker.terminate(),
  }
}

async function waitsAt(rate: number, url: string, key: string, orders: readonly NewJob[]): Promise<number[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const bodies = orders.map((order) => JSON.stringify(order))
  const workerData = { url: `${url}/api/jobs/create`, headers, bodies, perSecond: rate, seconds: 10 }
  const worker = new Worker(new URL('paced-client.mjs', import.meta.url), { workerData, execArgv: [] })
  const [{ waits, failed }] = (await once(worker, 'message')) as [{ waits: number[]; failed: number }]
  if (failed > 0) throw new Error(`${failed} paced orders failed`)
  return waits
}
