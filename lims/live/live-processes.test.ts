import { connect } from 'node:net'
import { once } from 'node:events'
import { eventKind } from '@ils/contract/event'
import { liveCloses } from '@ils/contract/live-closes'
import { system } from '@ils/platform/actor'
import { record } from '@ils/platform/events/record-event'
import { openExampleReader, type ExampleReader } from '@ils/platform/live/example'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { redisServers, startTestRedis, type TestRedis } from '@ils/testing/redis'
import { Type } from '@sinclair/typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const large = eventKind({
  type: 'job.moved',
  version: 1,
  means: 'x',
  data: Type.Object({ n: Type.Integer(), text: Type.String() }),
})

let redis: TestRedis
let first: TestLims
let second: TestLims
let key: string

beforeAll(async () => {
  redis = await startTestRedis(redisServers()[0])
  first = await openTestLims({ env: { REDIS_URL: redis.url, ILS_LIVE_SOCKETS_PER_HOLDER: '200' } })
  second = await openTestLims({ env: { REDIS_URL: redis.url }, roles: ['api'], database: first.database })
  key = await first.setUp()
})
afterAll(async () => {
  await second.close()
  await first.close()
  await redis.kill()
})

let n = 0
const say = async (bytes = 10, practice = 'p'): Promise<number> => {
  n++
  await record(
    first.app,
    first.app.db,
    large,
    { subject: 'job_1', subjectVersion: n, practice, data: { n, text: 'x'.repeat(bytes) } },
    system('test'),
  )
  return n
}

async function read(lims: TestLims, rooms: string[], from?: { epoch: string; seq: number }): Promise<ExampleReader> {
  const { ticket } = await first.client(key).makeLiveTicket()
  const reader = await openExampleReader(lims.url, { ticket, rooms, ...(from ? { from } : {}) })
  return reader
}

const told = (reader: ExampleReader) =>
  reader.messages.flatMap((message) => (message.kind === 'event' ? [message.event.data['n']] : []))

describe('several processes', () => {
  it('tell the same, with one reading for all, and each for itself when Redis is away', async () => {
    const readers = [await read(first, ['lab']), await read(second, ['lab'])]
    for (const reader of readers) await reader.next('welcome')
    const others = async () => {
      const texts = await Promise.all([first.app.metrics.text(), second.app.metrics.text()])
      return texts.some((text) => /ils_live_batches_total\{by="others"\} [1-9]/.test(text))
    }
    const said: number[] = []
    await until('one process has read for the other', async () => {
      said.push(await say())
      return others()
    })
    await redis.kill()
    for (let i = 0; i < 5; i++) said.push(await say())
    await until('both told all', () => readers.every((reader) => told(reader).length === said.length))
    await redis.start()
    for (let i = 0; i < 5; i++) said.push(await say())
    await until('both told all again', () => readers.every((reader) => told(reader).length === said.length))
    for (const reader of readers) expect(told(reader)).toEqual(said)
    for (const { ws } of readers) ws.close()
  })

  it('let a reader go on in the other one, and close it in all when its key is taken away', async () => {
    const before = await read(first, ['lab'])
    const { epoch, seq } = await before.next('welcome')
    before.ws.terminate()
    const missed = [await say(), await say()]
    const after = await read(second, ['lab'], { epoch, seq })
    expect(await after.next('welcome')).toMatchObject({ recovered: true })
    await until('it has what it missed', () => told(after).length === 2)
    expect(told(after)).toEqual(missed)
    const admin = first.client(key)
    const holder = await admin.addHolder({ body: { kind: 'person', name: 'Max', roles: ['manager'] } })
    const made = await admin.makeKey({ body: { holderId: holder.id, label: 'live' } })
    const { ticket } = await first.client(made.secret ?? '').makeLiveTicket()
    const reader = await openExampleReader(second.url, { ticket, rooms: ['lab'] })
    await reader.next('welcome')
    await admin.revokeKey({ params: { keyId: made.key.id } })
    expect((await reader.closed).code).toBe(liveCloses.revoked.code)
    after.ws.close()
  })

  it('send readers away when they stop, each with its own time to come again', async () => {
    const third = await openTestLims({ roles: ['api'], database: first.database })
    const readers = await Promise.all(Array.from({ length: 5 }, () => read(third, ['lab'])))
    for (const reader of readers) await reader.next('welcome')
    await third.running.stop('a test')
    const closes = await Promise.all(readers.map(({ closed }) => closed))
    expect(closes.every(({ code }) => code === liveCloses.going_away.code)).toBe(true)
    const times = closes.map(({ reason }) => (JSON.parse(reason) as { retryMs: number }).retryMs)
    expect(new Set(times).size).toBeGreaterThan(1)
    expect(Math.max(...times)).toBeLessThanOrEqual(500)
  })
})

describe('many readers that come back at once', () => {
  const MANY = 100

  /** Nothing is known of tickets until what is asked here has been asked: how busy the machine is changes nothing. */
  async function atOnce<T>(ask: () => Promise<T>): Promise<T> {
    const held = await first.database.ownerDb.transaction()
    await held.raw('lock table live_tickets in access exclusive mode')
    const answer = ask()
    try {
      await until('one waits for the table', async () => {
        const { rows } = await held.raw<{ rows: unknown[] }>(
          "select 1 from pg_locks where relation = 'live_tickets'::regclass and not granted",
        )
        return rows.length > 0
      })
      // What was asked before this has been read before it.
      for (let i = 0; i < 3; i++) await fetch(`${first.url}/livez`)
    } finally {
      await held.commit()
    }
    return answer
  }

  it('ask the database for little more than their tickets, many in one statement', async () => {
    const { position } = await first.client(key).makeLiveTicket()
    const missed = [await say(), await say()]
    const readers = await Promise.all(Array.from({ length: MANY }, () => openExampleReader(first.url)))
    const asked: string[] = []
    const note = ({ sql }: { sql: string }) => asked.push(sql)
    first.app.pool.on('query', note)
    const tickets = await atOnce(() => Promise.all(readers.map(() => first.client(key).makeLiveTicket())))
    await atOnce(async () => {
      for (const [i, reader] of readers.entries())
        reader.say({ kind: 'hello', protocol: 1, ticket: tickets[i]?.ticket, rooms: ['practice:p'], from: position })
      await until('all have what they missed', () => readers.every((reader) => told(reader).length === missed.length))
    })
    first.app.pool.off('query', note)
    for (const reader of readers) expect(told(reader)).toEqual(missed)
    expect(asked.filter((sql) => sql.includes('from "events"')).length).toBeLessThan(10)
    // One for each would be three hundred: to keep the ticket, to take it, to look at the credentials.
    expect(asked.filter((sql) => /live_tickets|api_keys/.test(sql)).length).toBeLessThan(2.5 * MANY)
    for (const { ws } of readers) ws.close()
  })
})

describe('another log', () => {
  it('closes every socket, and nobody goes on in it from a position of the old one', async () => {
    const reader = await read(first, ['lab'])
    const { epoch, seq } = await reader.next('welcome')
    await first.database.ownerDb.raw("update log_identity set id = 'a restored database'")
    // As a database that comes back breaks every connection.
    await first.database.ownerDb.raw(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '% listen'",
    )
    expect((await reader.closed).code).toBe(liveCloses.epoch_replaced.code)
    const again = await read(first, ['lab'], { epoch, seq })
    expect(await again.next('welcome')).toMatchObject({ recovered: false, why: 'other_epoch' })
    again.ws.close()
  })
})

describe('a reader that does not read', () => {
  it('is closed by name, and loses nothing when it comes again', async () => {
    const slow = await read(second, ['practice:slow'])
    const quick = await read(second, ['practice:slow'])
    const { epoch, seq } = await slow.next('welcome')
    await quick.next('welcome')
    slow.ws.pause()
    const said: number[] = []
    await until(
      'it is too slow',
      async () => {
        said.push(await say(256 * 1024, 'slow'))
        return (await second.app.metrics.text()).includes('ils_live_closes_total{why="too_slow"} 1')
      },
      { withinMs: 30_000, everyMs: 1 },
    )
    slow.ws.resume()
    expect((await slow.closed).code).toBe(liveCloses.too_slow.code)
    const had = slow.messages.flatMap((message) => (message.kind === 'event' ? [message.seq] : []))
    expect(had.length).toBeLessThan(said.length)
    const again = await read(second, ['practice:slow'], { epoch, seq: had.at(-1) ?? seq })
    await until('it has the rest', () => told(again).length === said.length - had.length)
    expect([...told(slow), ...told(again)]).toEqual(said)
    await until('the quick one has all', () => told(quick).length === said.length)
    for (const { ws } of [again, quick]) ws.close()
  })
})

describe('a request that offers HTTP/2', () => {
  it('is answered by HTTP/1, with its body, as if it had not', async () => {
    const body = JSON.stringify({ kind: 'person', name: 'Max by HTTP/2', roles: ['manager'] })
    const socket = connect(first.running.port, '127.0.0.1')
    socket.write(
      `POST /api/access/holders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nConnection: Upgrade, HTTP2-Settings\r\n` +
        `Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n` +
        body,
    )
    let text = ''
    socket.on('data', (data: Buffer) => (text += data.toString()))
    await until('it is answered', () => text.includes('Max by HTTP/2'))
    expect(text).toMatch(/^HTTP\/1.1 201 /)
    socket.write(`GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    await once(socket, 'close')
    expect(text).toContain('HTTP/1.1 200 OK')
  })
})
