import { LIMS_ROLE, LIMS_SCHEMA, limsGrants, limsMigrations } from '@ils/lims/migrations/migrations'
import { systemClock } from '@ils/platform/clock'
import { openDatabase } from '@ils/platform/db/database'
import { migrate } from '@ils/platform/db/migrate'
import { makeIds } from '@ils/platform/ids'
import { silentLog } from '@ils/platform/log/log'
import { openQueue } from '@ils/platform/queue/open-queue'
import { taskKind } from '@ils/platform/queue/task'
import { Type } from '@sinclair/typebox'
import { median, percent, percentile, withPostgres, type Figure } from './measure.ts'

const TASKS = 20_000
const IDLE = 300

/** How many tiny tasks a second run, against a bare loop that writes one row a task; and how soon an idle worker begins. */
export function benchQueue(): Promise<Figure[]> {
  return withPostgres(async (postgres) => {
    await migrate({
      ownerUrl: postgres.ownerUrl,
      schema: LIMS_SCHEMA,
      role: LIMS_ROLE,
      migrations: limsMigrations,
      grants: limsGrants,
      log: silentLog,
    })
    const url = postgres.databaseUrl
    const db = openDatabase({ url, applicationName: 'bench', schema: LIMS_SCHEMA })
    const queue = openQueue({
      db,
      databaseUrl: url,
      redisUrl: null,
      schema: LIMS_SCHEMA,
      ids: makeIds(systemClock),
      log: silentLog,
    })
    const tiny = taskKind({ name: 'bench-tiny', data: Type.Object({ i: Type.Integer() }), concurrency: 50 })
    const idle = taskKind({ name: 'bench-idle', data: Type.Object({ at: Type.Number() }), concurrency: 1 })
    for (let from = 0; from < TASKS; from += 1000) {
      await queue.enqueueAll(
        db,
        tiny,
        Array.from({ length: 1000 }, (_, i) => ({ uniqueId: String(from + i), data: { i } })),
      )
    }
    let done = 0
    const began = performance.now()
    await new Promise<void>((resolve) => {
      queue.work(tiny, () => {
        if (++done === TASKS) resolve()
        return Promise.resolve()
      })
    })
    const rate = TASKS / ((performance.now() - began) / 1000)

    const bareBegan = performance.now()
    const bare = 4000
    await Promise.all(
      Array.from({ length: 8 }, async (_, caller) => {
        for (let i = 0; i < bare / 8; i++)
          await db('tasks')
            .where({ kind: 'bench-tiny', unique_id: String(caller * 500 + i) })
            .update({ priority: 1 })
      }),
    )
    const bareRate = bare / ((performance.now() - bareBegan) / 1000)

    const latencies: number[] = []
    let arrived: (() => void) | undefined
    queue.work(idle, ({ data }) => {
      latencies.push(performance.now() - data.at)
      arrived?.()
      return Promise.resolve()
    })
    for (let i = 0; i < IDLE; i++) {
      const next = new Promise<void>((resolve) => (arrived = resolve))
      await queue.enqueue(db, idle, { uniqueId: String(i), data: { at: performance.now() } })
      await next
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    }
    await queue.close({ deadlineMs: 1000 })
    await db.destroy()
    return [
      {
        what: `${TASKS} tiny tasks on the embedded queue, 50 at once, against one bare update a task from 8 callers`,
        seen: `${percent(rate / bareRate)} (${Math.round(rate)} tasks/s and ${Math.round(bareRate)} updates/s)`,
      },
      {
        what: `Enqueue to start on an idle worker, ${IDLE} times`,
        seen: `p50 ${median(latencies).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(1)} ms`,
      },
    ]
  })
}
