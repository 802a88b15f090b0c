import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { until } from '@ils/testing/condition'
import { startTestRedis, type TestRedis } from '@ils/testing/redis'
import { openTestDatabase, type TestDatabase } from '@ils/testing/test-database'
import { afterAll, beforeAll, it } from 'vitest'
import type { Db } from '../db/database.ts'
import { silentLog } from '../log/log.ts'
import { openMetrics } from '../metrics/metrics.ts'
import { exampleTables } from '../queue/example.ts'
import { openRedis } from '../queue/redis.ts'
import type { SharedReading } from './log-reader.ts'
import { shareReading } from './share-reading.ts'
import { framed } from './told.ts'

let redis: TestRedis
let database: TestDatabase
beforeAll(async () => {
  redis = await startTestRedis()
  database = await openTestDatabase(exampleTables)
  await database.ownerDb.raw("create function log_epoch() returns text language sql as $$ select 'a log' $$")
})
afterAll(async () => {
  await database.close()
  await redis.kill()
})

const destroy = (sockets: readonly Socket[]): void => {
  for (const socket of sockets) socket.destroy()
}

/** A way to Redis that keeps back what Redis answers until it is opened. */
async function slowWay(): Promise<{ url: string; open: () => void; close: () => void }> {
  const both: [Socket, Socket][] = []
  let opened = false
  const server = createServer((near) => {
    const far = connect(redis.port, '127.0.0.1')
    both.push([near, far])
    near.pipe(far)
    if (opened) far.pipe(near)
    for (const end of [near, far]) end.on('error', () => undefined).on('close', () => destroy([near, far]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, // It listens on TCP.
    open() {
      opened = true
      for (const [near, far] of both) far.pipe(near)
    },
    close() {
      destroy(both.flat())
      server.close()
    },
  }
}

const sharing = (url: string, pool: Db): SharedReading =>
  shareReading({ pool, log: silentLog, metrics: openMetrics() }, url)

async function keysOf({ url }: TestRedis): Promise<string[]> {
  const client = openRedis(url, silentLog, 'waits')
  const keys = await client.keys('*')
  client.disconnect()
  return keys
}

const told = (seq: number) => ({ seq, keys: ['lab|'], frame: framed(`{"n":${seq}}`) })

it('one hears what another has read, however long its own connection took to be ready', async () => {
  const way = await slowWay()
  const early = sharing(redis.url, database.ownerDb)
  await until('the place is taken', async () => (await keysOf(redis)).some((key) => key.endsWith(':reader')))
  let looks = 0
  database.db.on('query', () => looks++)
  const late = sharing(way.url, database.db)
  await until('the other one has looked for it twice', () => looks >= 2)
  way.open()
  let seq = 0
  const isHeard = async (by: SharedReading, from: readonly SharedReading[]) => {
    seq++
    for (const one of from) one.forOthers(seq, [told(seq + 1)])
    return (await by.fromOthers(seq))?.[0]?.seq === seq + 1
  }
  await until('it hears what was read', () => isHeard(late, [early]))
  await redis.kill()
  await redis.start()
  // Whichever of them has the place now.
  await until('one hears the other', async () => (await isHeard(late, [early])) || isHeard(early, [late]))
  early.close()
  late.close()
  way.close()
})
