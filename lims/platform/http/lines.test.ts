import { once as onceEvent } from 'node:events'
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { until } from '@ils/testing/condition'
import { capturedLog } from '@ils/testing/captured-log'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { bindExample, examples, openExampleServer, type ExampleServer } from './example.ts'
import type { Line } from './read-lines.ts'

type Lens = Line<{ sphere: number }>
interface Judged {
  line: number
  sum?: number
  causes?: string[]
}
type Judge = (lines: AsyncIterable<Lens>, signal: AbortSignal) => AsyncIterable<Judged>

const log = capturedLog()
let server: ExampleServer
let judge: Judge
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Says of each line what was wrong with it, or the sum so far. */
const addUp: Judge = async function* (lines) {
  let sum = 0
  for await (const line of lines) {
    if (line.ok) yield { line: line.number, sum: (sum += line.value.sphere) }
    else yield { line: line.number, causes: line.causes.map((cause) => `${cause.code}: ${cause.message}`) }
  }
}

beforeAll(async () => {
  server = await openExampleServer({
    log,
    bindings: [
      bindExample(examples.judge, ({ lines, signal }) => Promise.resolve({ lines: judge(lines, signal) })),
      bindExample(examples.judgeFew, ({ lines, signal }) => Promise.resolve({ lines: judge(lines, signal) })),
      bindExample(examples.list, ({ signal }) => Promise.resolve({ lines: judge(none(), signal) })),
    ],
  })
})
afterAll(async () => {
  agent.destroy()
  await server.close()
})
afterEach(() => {
  judge = addUp
})

async function* none(): AsyncGenerator<Lens> {
  yield* []
}

const open = (path: string, headers: Record<string, string> = {}): ClientRequest =>
  request(new URL(path, server.url), {
    agent,
    method: path === '/api/list' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  })

async function answerTo(call: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await onceEvent(call, 'response')) as [IncomingMessage]
  return answer
}

async function linesOf(answer: IncomingMessage): Promise<unknown[]> {
  const lines: unknown[] = []
  for await (const text of createInterface(answer)) lines.push(JSON.parse(text))
  return lines
}

async function post(body: string | Buffer, path = '/api/judge'): Promise<unknown[]> {
  judge = addUp
  const call = open(path)
  call.end(body)
  return linesOf(await answerTo(call))
}

const requestLine = (route: string) =>
  log.lines.findLast((line) => line['msg'] === 'request' && line['route'] === route)

describe('lines', () => {
  it('are read and checked one by one, whatever is wrong with some of them', async () => {
    const body = Buffer.concat([
      Buffer.from('{"sphere":1}\r\n\n  \n{"sphere":-21}\n{"spere":1}\n{"sphere":\n'),
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`{"sphere":2,"x":"${'y'.repeat(300)}"}\n{"sphere":"\\u0000"}\n{"sphere":4}`),
    ])
    expect(await post(body)).toEqual([
      { line: 1, sum: 1 },
      { line: 4, causes: ['minimum: lines.4.sphere must be >= -20'] },
      {
        line: 5,
        causes: [
          'required: lines.5.sphere is missing',
          'additionalProperties: lines.5.spere is not a field of this request',
        ],
      },
      { line: 6, causes: [expect.stringContaining('json: lines.6 is not well-formed JSON in UTF-8')] },
      { line: 7, causes: ['json: lines.7 is not well-formed JSON in UTF-8'] },
      { line: 8, causes: ['line_size: lines.8 may have 200 bytes at most'] },
      { line: 9, causes: ['characters: lines.9.sphere contains a NUL or half a surrogate pair'] },
      { line: 10, sum: 5 },
    ])
  })

  it('that are none are answered by none', async () => {
    const call = open('/api/judge', { 'accept-encoding': 'gzip, br' })
    call.end()
    const answer = await answerTo(call)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(await linesOf(answer)).toEqual([])
  })

  it('of another type are refused before anything is read', async () => {
    const call = open('/api/judge', { 'content-type': 'application/json' })
    call.end('{"sphere":1}\n')
    const answer = await answerTo(call)
    expect(answer.statusCode).toBe(415)
    expect(await linesOf(answer)).toMatchObject([{ code: 'unsupported_media_type' }])
  })

  it('of which there are too many break off, and the connection serves the next request', async () => {
    const line = `{"sphere":1}${' '.repeat(100)}\n`
    expect(await post(line.repeat(3), '/api/judge-few')).toHaveLength(3)
    const told = await post(line.repeat(2000), '/api/judge-few')
    expect(told).toHaveLength(4)
    expect(told[3]).toMatchObject({ problem: { code: 'body_too_large', status: 413, causes: [{ limit: 3 }] } })
    expect(requestLine('/api/judge-few')).toMatchObject({ status: 413 })
    expect(await post(line)).toEqual([{ line: 1, sum: 1 }])
  })

  it('are answered while the next are still being thought of', async () => {
    judge = addUp
    const call = open('/api/judge')
    call.write('{"sphere":1}\n')
    const answers = createInterface(await answerTo(call))[Symbol.asyncIterator]()
    expect((await answers.next()).value).toBe('{"line":1,"sum":1}')
    call.write('{"sphere":2}\n')
    expect((await answers.next()).value).toBe('{"line":2,"sum":3}')
    call.end()
    expect(await answers.next()).toMatchObject({ done: true })
  })
})

describe('a stream that breaks', () => {
  it('before its first line is answered as any request', async () => {
    judge = async function* () {
      await Promise.resolve()
      throw new Refusal('not_ready', 'No release is in force')
    }
    const call = open('/api/list')
    call.end()
    const answer = await answerTo(call)
    expect(answer.statusCode).toBe(503)
    expect(await linesOf(answer)).toMatchObject([{ code: 'not_ready', detail: 'No release is in force' }])
  })

  it.each([
    ['by a bug', new Error('planted bug'), 'internal_error', 500],
    ['by a refusal', new Refusal('not_allowed', 'Not these lines'), 'not_allowed', 403],
  ])('after it, %s, ends with a line that says so, and is logged', async (_how, error, code, status) => {
    judge = async function* () {
      yield await Promise.resolve({ line: 1 })
      throw error
    }
    const call = open('/api/list', { 'x-correlation-id': `broken-${code}` })
    call.end()
    const answer = await answerTo(call)
    expect(answer.statusCode).toBe(200)
    const problem = { code, status, correlationId: `broken-${code}`, type: `urn:ils:refusal:${code}` }
    expect(await linesOf(answer)).toMatchObject([{ line: 1 }, { problem }])
    expect(answer.complete).toBe(true)
    expect(requestLine('/api/list')).toMatchObject({ status, correlationId: `broken-${code}` })
    expect(await server.metrics.text()).toMatch(new RegExp(`route="/api/list",status="${status}"`))
    const bugs = log.lines.filter((line) => line['correlationId'] === `broken-${code}` && line['level'] === 'error')
    expect(bugs).toHaveLength(code === 'internal_error' ? 1 : 0)
    // Whoever keeps refusals of access hears of one in the middle of a stream too.
    expect(server.refused.some((one) => one.detail === error.message)).toBe(code === 'not_allowed')
  })

  it('off the contract is a bug', async () => {
    judge = async function* () {
      yield await Promise.resolve({ line: 1 })
      yield { line: 1.5 }
    }
    const call = open('/api/list')
    call.end()
    expect(await linesOf(await answerTo(call))).toMatchObject([{ line: 1 }, { problem: { code: 'internal_error' } }])
    expect(log.text()).toContain('GET /api/list broke its own contract: line.line must be integer')
  })
})

describe('a stream', () => {
  const FULL = 'x'.repeat(500)

  it('goes no faster than its caller reads, over a hundred thousand lines', async () => {
    const LINES = 100_000
    let taken = 0
    judge = async function* (lines) {
      for await (const { number } of lines) {
        taken++
        yield { line: number, causes: [FULL] }
      }
    }
    const call = open('/api/judge')
    let sent = 0
    const sending = (async () => {
      for (; sent < LINES; sent++) {
        if (!call.write(`{"sphere":1}${' '.repeat(150)}\n`)) await onceEvent(call, 'drain')
      }
      call.end()
    })()
    const answer = await answerTo(call)
    // Nobody reads, so all of it comes to rest, long before the end of it.
    let before = -1
    await until(
      'nothing moves any more',
      () => {
        const still = before === taken
        before = taken
        return still
      },
      { everyMs: 100, withinMs: 60_000 },
    )
    expect(taken).toBeLessThan(LINES / 2)
    expect(sent).toBeLessThan(LINES)
    let read = 0
    let last: unknown
    for await (const text of createInterface(answer)) {
      read++
      last = text
    }
    await sending
    expect([read, taken, sent]).toEqual([LINES, LINES, LINES])
    expect(last).toContain(`"line":${LINES},`)
  })

  it('stops when its caller is gone, whether it makes lines or waits', async () => {
    const ended: string[] = []
    judge = async function* (_lines, signal) {
      try {
        yield { line: 1 }
        await onceEvent(signal, 'abort')
        ended.push('waited')
      } finally {
        ended.push('waiting is over')
      }
    }
    const bugs = () => log.lines.filter((line) => line['level'] === 'error').length
    const before = bugs()
    const waiting = open('/api/list')
    waiting.end()
    const first = await answerTo(waiting)
    await onceEvent(first, 'data')
    first.destroy()
    await until('the one that waits has ended', () => ended.length === 2)

    judge = async function* () {
      try {
        for (let line = 1; ; line++) yield await Promise.resolve({ line, causes: [FULL] })
      } finally {
        ended.push('making is over')
      }
    }
    const making = open('/api/list')
    making.end()
    const second = await answerTo(making)
    await onceEvent(second, 'data')
    second.destroy()
    await until('the one that makes has ended', () => ended.length === 3)
    expect(ended).toEqual(['waited', 'waiting is over', 'making is over'])
    expect(bugs()).toBe(before)
  })

  it('whose caller hangs up in the middle of sending is a broken request, not a bug', async () => {
    const seen: unknown[] = []
    judge = async function* (lines) {
      try {
        for await (const { number } of lines) yield { line: number }
      } catch (error) {
        seen.push(error)
        throw error
      }
    }
    const before = log.lines.filter((line) => line['level'] !== 'info').length
    const call = open('/api/judge', { 'x-correlation-id': 'hung-up' })
    call.on('error', () => undefined)
    call.write('{"sphere":1}\n{"sph')
    await onceEvent(await answerTo(call), 'data')
    call.destroy()
    await until('it has heard of it', () => seen.length > 0)
    expect(seen).toMatchObject([{ code: 'malformed_body' }])
    await until('the request is over', () => requestLine('/api/judge')?.['correlationId'] === 'hung-up')
    expect(log.lines.filter((line) => line['level'] !== 'info')).toHaveLength(before)
  })

  it('asked for by HEAD is not made', async () => {
    let over = false
    judge = async function* () {
      try {
        for (let line = 1; ; line++) yield await Promise.resolve({ line })
      } finally {
        over = true
      }
    }
    const answer = await fetch(`${server.url}/api/list`, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    await until('its source is let go', () => over)
  })

  it('counts as one request', async () => {
    const answer = await fetch(`${server.url}/api/judge`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{"sphere":1}\n'.repeat(50),
    })
    const left = Number(answer.headers.get('ratelimit-remaining'))
    await answer.text()
    const next = await fetch(`${server.url}/api/judge`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '',
    })
    expect(Number(next.headers.get('ratelimit-remaining'))).toBe(left - 1)
  })
})
