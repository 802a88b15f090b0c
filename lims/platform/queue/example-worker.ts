import { openDatabase } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { makeIds } from '../ids.ts'
import { systemClock } from '../clock.ts'
import { silentLog } from '../log/log.ts'
import { leaveEffect, Note, type WorkerOrder } from './example.ts'
import { openQueue } from './open-queue.ts'
import { taskKind } from './task.ts'

/** Run by the tests as a process of its own, to be killed. */
const order = JSON.parse(process.env['WORKER_ORDER'] ?? '{}') as WorkerOrder
const { databaseUrl, schema, redisUrl, how, stallMs = 0 } = order
const db = openDatabase({ url: databaseUrl, schema, applicationName: 'ils example worker' })
const queue = openQueue({
  db,
  databaseUrl,
  redisUrl,
  schema,
  ids: makeIds(systemClock),
  log: silentLog,
  timing: { sweepMs: 200, rescueAfterMs: 1000 },
})

queue.work(taskKind({ ...order.kind, data: Note }), async (task) => {
  console.log(`started ${task.uniqueId}`)
  if (how === 'exit') process.exit(1)
  await inTransaction(db, async (trx) => {
    await leaveEffect(trx, task)
    if (how === 'hang') await new Promise(() => undefined)
    if (how === 'settle') await trx.raw('select pg_sleep(?)', [stallMs / 1000])
    if (how === 'stall') {
      const end = performance.now() + stallMs
      while (performance.now() < end);
    }
    await task.settle(trx)
  })
  console.log(`finished ${task.uniqueId}`)
})
console.log('working')
