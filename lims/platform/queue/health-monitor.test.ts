import { createConnection, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '@ils/testing/condition'
import { openTestDatabase } from '@ils/testing/test-database'
import { startTestRedis } from '@ils/testing/redis'
import { silentLog } from '../log/log.ts'
import { exampleKind, exampleTables, openBench } from './example.ts'
import { openHealthMonitor, type HealthMonitor, type HealthMonitorOptions, type Standing } from './health-monitor.ts'

const well: Standing = { kind: 'note', paused: false, lateMs: 0, free: 5, claimed: 0, rescued: 0 }
const late: Standing = { ...well, lateMs: 60_000 }

describe('the health monitor', () => {
  let monitor: HealthMonitor | undefined
  afterEach(() => monitor?.close())

  function watch(over: Partial<HealthMonitorOptions>) {
    const seen = { looks: 0, restarts: 0, deaf: 0 }
    const look = over.look ?? (() => Promise.resolve([late]))
    monitor = openHealthMonitor({
      everyMs: 5,
      lateMs: 1000,
      hungMs: 50,
      log: silentLog,
      ...over,
      look: () => {
        seen.looks++
        return look()
      },
      restart: async () => {
        seen.restarts++
        await over.restart?.()
      },
      onDeaf: () => {
        seen.deaf++
      },
    })
    return seen
  }

  it('restarts twice, then gives the process up, and says so once', async () => {
    const seen = watch({})
    await until('the process is given up', () => seen.deaf > 0)
    expect(seen).toMatchObject({ restarts: 2, deaf: 1 })
    const { looks } = seen
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(seen.looks).toBe(looks)
  })

  it('starts to count anew when a restart has helped', async () => {
    let claimed = 0
    const seen = watch({
      // Claims go on after every restart, and stop again.
      look: () => Promise.resolve([{ ...late, claimed }]),
      restart: () => Promise.resolve(void claimed++),
    })
    await until('it was restarted many times', () => seen.restarts >= 6)
    expect(seen.deaf).toBe(0)
  })

  it.each([
    ['nothing is late', well],
    ['every slot is busy', { ...late, free: 0 }],
    ['the kind is paused', { ...late, paused: true }],
  ])('leaves a worker alone when %s', async (_, standing) => {
    const seen = watch({ look: () => Promise.resolve([standing]) })
    await until('it has looked often', () => seen.looks > 5)
    expect(seen).toMatchObject({ restarts: 0, deaf: 0 })
  })

  it('leaves a worker alone that is behind but claims', async () => {
    let claimed = 0
    const seen = watch({ look: () => Promise.resolve([{ ...late, claimed: claimed++ }]) })
    await until('it has looked often', () => seen.looks > 5)
    expect(seen).toMatchObject({ restarts: 0, deaf: 0 })
  })

  it('opens new connections but keeps the process when tasks come only by the sweep', async () => {
    let claimed = 0
    const seen = watch({ look: () => Promise.resolve([{ ...well, claimed, rescued: claimed++ }]) })
    await until('it was restarted often', () => seen.restarts > 4)
    expect(seen.deaf).toBe(0)
  })

  it('takes a check that never answers for deafness', async () => {
    const seen = watch({ hungMs: 10, look: () => new Promise(() => undefined) })
    await until('the process is given up', () => seen.deaf > 0)
    expect(seen.restarts).toBe(2)
  })

  it('does not take a database that refuses for deafness', async () => {
    const seen = watch({ look: () => Promise.reject(new Error('the database is starting up')) })
    await until('it has looked often', () => seen.looks > 5)
    expect(seen).toMatchObject({ restarts: 0, deaf: 0 })
  })
})

/** Passes everything on, until it is told to hold what goes over the open connections: no error, no end, no word. */
async function aFreezingProxy(target: { host: string; port: number }) {
  const pairs: { near: Socket; far: Socket; greeting: string }[] = []
  const server = createServer((near) => {
    const far = createConnection(target)
    const pair = { near, far, greeting: '' }
    pairs.push(pair)
    near.once('data', (data) => (pair.greeting = data.toString('latin1')))
    near.pipe(far).pipe(near)
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was free')
  return {
    port: address.port,
    /** Freezes the connections there are; new ones are not touched. */
    freeze(which: (greeting: string) => boolean = () => true): number {
      const frozen = pairs.filter((pair) => !pair.near.destroyed && which(pair.greeting))
      for (const { near, far } of frozen) {
        near.unpipe(far).pause()
        far.unpipe(near).pause()
      }
      return frozen.length
    },
    close(): void {
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy()
      server.close()
    },
  }
}

describe('a worker whose connection has silently gone', () => {
  it('hears NOTIFY again after the monitor has found it deaf', async () => {
    const database = await openTestDatabase(exampleTables)
    const url = new URL(database.url)
    const proxy = await aFreezingProxy({ host: url.hostname, port: Number(url.port) })
    url.host = `127.0.0.1:${proxy.port}`
    let restarts = 0
    const bench = openBench({ ...database, url: url.href }, null)
    const queue = bench.aQueue({
      // Without the sweep, which would hide it.
      timing: { sweepMs: 600_000, healthEveryMs: 100, healthLateMs: 200, healthHungMs: 1000 },
      observe: { restarted: () => (restarts += 1) },
    })
    const kind = exampleKind()
    const ran: string[] = []
    queue.work(kind, async (task) => void ran.push(task.uniqueId))
    const ask = (uniqueId: string) => queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
    await until('it listens', async () => {
      const said = await database.db('pg_stat_activity').where('application_name', 'ils queue listen').pluck('query')
      return said.some((query: string) => query.includes('_soon_'))
    })
    await ask('heard')
    await until('it hears', () => ran.length === 1)
    expect(proxy.freeze((greeting) => greeting.includes('ils queue listen'))).toBe(1)
    // A timer may still be set for what was due before, so the first may be found by chance.
    await until('it was found deaf, and hears again', async () => {
      const count = ran.length
      await ask(`unheard ${count}`)
      await until('it has run', () => ran.length > count)
      return restarts > 0
    })
    // A slow machine may make one more restart of it; a worker that is still deaf never comes through without one.
    await until('it hears without a restart', async () => {
      const before = restarts
      const count = ran.length
      await ask(`heard again ${count}`)
      await until('it has run', () => ran.length > count)
      return restarts === before
    })
    await bench.close()
    proxy.close()
    await database.close()
  })

  it('hears Bull again, and meanwhile loses nothing', async () => {
    const database = await openTestDatabase(exampleTables)
    const redis = await startTestRedis()
    const proxy = await aFreezingProxy({ host: '127.0.0.1', port: redis.port })
    let restarts = 0
    let rescued = 0
    const bench = openBench(database, `redis://127.0.0.1:${proxy.port}`)
    const queue = bench.aQueue({
      timing: { sweepMs: 100, rescueAfterMs: 400, healthEveryMs: 300, healthLateMs: 5000, healthHungMs: 3000 },
      observe: { restarted: () => (restarts += 1), rescued: (_, count) => (rescued += count) },
    })
    const kind = exampleKind()
    const ran: string[] = []
    queue.work(kind, async (task) => void ran.push(task.uniqueId))
    const ask = (uniqueId: string) => queue.enqueue(database.db, kind, { uniqueId, data: { text: '' } })
    const askUntilHeard = () =>
      until('it hears Bull', async () => {
        const before = rescued
        const count = ran.length
        await ask(`heard ${count}`)
        await until('it has run', () => ran.length > count)
        return rescued === before
      })
    await askUntilHeard()
    const before = { rescued, ran: ran.length }
    expect(proxy.freeze()).toBeGreaterThan(1)
    await ask('unheard')
    await until('the sweep has found it', () => ran.length > before.ran)
    expect(rescued).toBe(before.rescued + 1)
    await until('it was found hard of hearing', () => restarts > 0)
    await askUntilHeard()
    await bench.close()
    proxy.close()
    await redis.kill()
    await database.close()
  })
})
