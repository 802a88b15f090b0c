import { eventKind } from '@ils/contract/event'
import { LIMS_ROLE, LIMS_SCHEMA, limsGrants, limsMigrations } from '@ils/lims/migrations/migrations'
import { system } from '@ils/platform/actor'
import type { Foundation } from '@ils/platform/app'
import { systemClock } from '@ils/platform/clock'
import { openDatabase, type Trx } from '@ils/platform/db/database'
import { openListener } from '@ils/platform/db/listen'
import { migrate } from '@ils/platform/db/migrate'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { runRelay } from '@ils/platform/events/relay'
import { relayLag } from '@ils/platform/events/store'
import { makeIds } from '@ils/platform/ids'
import { silentLog } from '@ils/platform/log/log'
import { openMetrics } from '@ils/platform/metrics/metrics'
import { Type } from '@sinclair/typebox'
import { inTurn, median, percent, percentile, perSecond, withPostgres, type Figure } from './measure.ts'

const ordered = eventKind({
  type: 'bench.ordered',
  version: 1,
  means: 'x',
  data: Type.Object({ lines: Type.Integer() }, { additionalProperties: false }),
})
const ROUNDS = 9
const MS = 2000
const LATENCIES = 500

/** A transaction of a usual size (an order, two lines, one look), with and without saying what happened; the relay runs meanwhile. */
export function benchEvents(): Promise<Figure[]> {
  return withPostgres(async (postgres) => {
    await migrate({
      ownerUrl: postgres.ownerUrl,
      schema: LIMS_SCHEMA,
      role: LIMS_ROLE,
      migrations: limsMigrations,
      grants: limsGrants,
      log: silentLog,
    })
    const owner = openDatabase({ url: postgres.ownerUrl, applicationName: 'bench', schema: LIMS_SCHEMA, poolMax: 1 })
    await owner.raw(
      'create table bench_orders (id bigint generated always as identity primary key, practice text not null, at timestamptz not null default now())',
    )
    await owner.raw(
      'create table bench_lines (order_id bigint not null references bench_orders (id), n integer not null, what text not null, primary key (order_id, n))',
    )
    await owner.raw('grant all on bench_orders, bench_lines to ils_lims')
    await owner.destroy()

    const db = openDatabase({ url: postgres.databaseUrl, applicationName: 'bench', schema: LIMS_SCHEMA })
    const app: Foundation = {
      db,
      pool: db,
      schema: LIMS_SCHEMA,
      clock: systemClock,
      ids: makeIds(systemClock),
      log: silentLog,
    }
    const listener = openListener({ url: postgres.databaseUrl, applicationName: 'bench', log: silentLog })
    const said = new Map<string, (at: number) => void>()
    const relay = runRelay({
      app,
      databaseUrl: postgres.databaseUrl,
      listener,
      metrics: openMetrics({ process: false }),
      holder: 'bench',
      reactions: [
        {
          name: 'bench.react',
          on: ['bench.heard'],
          react(_app, event) {
            said.get(event.subject)?.(performance.now())
            return Promise.resolve()
          },
        },
      ],
    })

    const change = async (trx: Trx): Promise<number> => {
      const [order] = await trx('bench_orders').insert({ practice: 'p' }).returning<{ id: number }[]>('id')
      const id = order?.id ?? 0
      await trx('bench_lines').insert({ order_id: id, n: 1, what: 'right' })
      await trx('bench_lines').insert({ order_id: id, n: 2, what: 'left' })
      await trx('bench_lines').where({ order_id: id })
      return id
    }
    const bare = () => inTransaction(db, change)
    const telling = () =>
      inTransaction(db, async (trx) => {
        const id = await change(trx)
        await record(
          app,
          trx,
          ordered,
          { subject: `order-${id}`, subjectVersion: 1, practice: 'p', data: { lines: 2 } },
          system('bench'),
        )
      })
    const seen = await inTurn(
      ROUNDS,
      () => perSecond(8, MS, telling),
      () => perSecond(8, MS, bare),
    )
    while ((await relayLag(db)).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50))

    const heard = eventKind({ ...ordered, type: 'bench.heard' })
    const latencies: number[] = []
    for (let i = 0; i < LATENCIES; i++) {
      const subject = `heard-${i}`
      const reacted = new Promise<number>((resolve) => said.set(subject, resolve))
      await inTransaction(db, (trx) =>
        record(app, trx, heard, { subject, subjectVersion: 1, practice: null, data: { lines: 0 } }, system('bench')),
      )
      const committed = performance.now()
      latencies.push((await reacted) - committed)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    }
    await relay.close()
    await listener.close()
    await db.destroy()
    const p99 = percentile(latencies, 0.99)
    return [
      {
        what: `A transaction that records an event against the same without, ${ROUNDS} rounds of ${MS / 1000} s in turn, 8 callers, relay running`,
        seen: `${percent(seen.ratio)} (${Math.round(seen.a)} and ${Math.round(seen.b)} transactions/s)`,
        goal: '≥ 70 %',
        met: seen.ratio >= 0.7,
      },
      {
        what: `Commit to reaction, ${LATENCIES} times on an idle machine`,
        seen: `p50 ${median(latencies).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
        goal: 'p99 < 50 ms',
        met: p99 < 50,
      },
    ]
  })
}
