import pg from 'pg'
import { Type } from '@sinclair/typebox'
import { makeIds } from '../ids.ts'
import { systemClock } from '../clock.ts'
import { openDatabase } from '../db/database.ts'
import { openLog, silentLog } from '../log/log.ts'
import { openQueue } from './open-queue.ts'
import { queueTables } from './tables.ts'
import { taskKind } from './task.ts'
const base = 'postgres://ils@127.0.0.1:54911/'
const admin = new pg.Client({ connectionString: base + 'postgres' })
await admin.connect()
await admin.query('drop database if exists bench with (force)')
await admin.query('create database bench')
await admin.end()
const url = base + 'bench'
const db = openDatabase({ url, applicationName: 'bench', schema: 'public' })
await db.raw(queueTables())
const redisUrl = process.env['REDIS_URL'] ?? null
const log = process.env['LOG'] ? openLog({ level: 'debug', service: 'b' }) : silentLog
const queue = openQueue({ db, databaseUrl: url, redisUrl, schema: 'public', ids: makeIds(systemClock), log })
const N = Number(process.env['N'] ?? 20000)
for (const concurrency of [1, 10, 50, 200]) {
  const kind = taskKind({ name: 'tiny' + concurrency, data: Type.Object({ n: Type.Integer() }), concurrency })
  const n = concurrency === 1 ? N / 10 : N
  const t0 = performance.now()
  for (let i = 0; i < n; i += 1000)
    await queue.enqueueAll(
      db,
      kind,
      Array.from({ length: Math.min(1000, n) }, (_, k) => ({ uniqueId: `u${i + k}`, data: { n: i + k } })),
    )
  const t1 = performance.now()
  let done = 0
  await new Promise<void>((resolve) =>
    queue.work(kind, async () => {
      if (++done === n) resolve()
    }),
  )
  const t2 = performance.now()
  console.log(
    'c',
    concurrency,
    'enqueueAll/s',
    Math.round((n / (t1 - t0)) * 1000),
    'run/s',
    Math.round((n / (t2 - t1)) * 1000),
  )
}
const lat = taskKind({ name: 'lat', data: Type.Object({ n: Type.Integer() }) })
const starts: number[] = []
let go: () => void = () => undefined
queue.work(lat, async () => {
  starts.push(performance.now())
  go()
})
await new Promise((r) => setTimeout(r, 1500))
const ms: number[] = []
for (let i = 0; i < 100; i++) {
  await new Promise((r) => setTimeout(r, 20))
  const started = new Promise<void>((r) => (go = r))
  const t = performance.now()
  await queue.enqueue(db, lat, { uniqueId: 'l' + i, data: { n: i } })
  await started
  ms.push(starts.at(-1)! - t)
}
ms.sort((a, b) => a - b)
console.log('idle latency p50', ms[50], 'p99', ms[99])
const t3 = performance.now()
let c = 0
await Promise.all(
  Array.from({ length: 8 }, async () => {
    while (c < 4000) await queue.enqueue(db, lat, { uniqueId: 's' + c++, data: { n: 1 } })
  }),
)
console.log('single enqueue/s (8 callers, worker running)', Math.round((4000 / (performance.now() - t3)) * 1000))
await queue.close({ deadlineMs: 3000 })
await db.destroy()
