import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { endpoint } from '@ils/contract/endpoint'
import { until } from '@ils/testing/condition'
import { Type } from '@sinclair/typebox'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { openClient } from './open-client.ts'
import { LimsRefused, LimsUnreachable } from './refused.ts'

const shared = { noun: 'examples', summary: 'An example', access: 'anyone' } as const
const Lens = Type.Object({ sphere: Type.Number(), note: Type.Optional(Type.String()) })
const Judged = Type.Object({ line: Type.Integer(), pad: Type.Optional(Type.String()) })
const api = {
  archive: endpoint({
    ...shared,
    method: 'PUT',
    path: '/archive',
    bodyType: 'application/zip',
    answer: { status: 200, means: 'The same', type: 'application/zip' },
    repeat: 'natural',
  }),
  list: endpoint({
    ...shared,
    method: 'GET',
    path: '/list',
    answer: { status: 200, means: 'A list', body: Type.Array(Type.Integer()) },
    repeat: 'safe',
    conditional: true,
  }),
  judge: endpoint({
    ...shared,
    method: 'POST',
    path: '/judge',
    lines: { request: Lens, answer: Judged },
    answer: { status: 200, means: 'A line for each line' },
    repeat: 'safe',
  }),
  page: endpoint({
    ...shared,
    method: 'GET',
    path: '/page',
    answer: { status: 200, means: 'A page', type: 'text/html' },
    repeat: 'safe',
  }),
  later: endpoint({
    ...shared,
    method: 'GET',
    path: '/later',
    answer: { status: 200, means: 'A lens', body: Lens },
    repeat: 'safe',
    coming: '9.0',
  }),
}

async function serving<T>(answer: RequestListener, run: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const problem = {
  type: 'urn:ils:refusal:not_ready',
  title: 'x',
  status: 503,
  detail: 'Stopping',
  code: 'not_ready',
  correlationId: 'cor_1',
  causes: [],
}

describe('the methods of a client', () => {
  const client = openClient(api, { url: 'http://127.0.0.1:1' })

  it('are those of what is served and meant for programs', () => {
    expect(Object.keys(client)).toEqual(['archive', 'list', 'judge'])
    expectTypeOf<keyof typeof client>().toEqualTypeOf<'archive' | 'list' | 'judge'>()
  })

  it('are typed by the contract', () => {
    type Client = typeof client
    expectTypeOf<ReturnType<Client['archive']>>().toEqualTypeOf<Promise<Uint8Array>>()
    expectTypeOf<ReturnType<Client['judge']>>().toEqualTypeOf<AsyncIterable<{ line: number; pad?: string }>>()
    expectTypeOf<ReturnType<Client['list']>>().toEqualTypeOf<Promise<number[]>>()
  })
})

it('bytes go and come as they are', async () => {
  const seen: (string | undefined)[] = []
  const answered = await serving(
    (call, answer) => {
      seen.push(call.headers['content-type'], call.headers.accept)
      answer.writeHead(200, { 'content-type': 'application/zip' })
      call.pipe(answer)
    },
    (url) => openClient(api, { url }).archive({ body: Uint8Array.of(0, 255, 10, 80) }),
  )
  expect(answered).toEqual(Uint8Array.of(0, 255, 10, 80))
  expect(seen).toEqual(['application/zip', 'application/zip'])
})

it('an answer that one has already says only so', async () => {
  const conditional: RequestListener = (call, answer) => {
    if (call.headers['if-none-match'] === 'W/"7"') answer.writeHead(304, { etag: 'W/"7"' }).end()
    else answer.writeHead(200, { 'content-type': 'application/json', etag: 'W/"7"' }).end('[1,2]')
  }
  await serving(conditional, async (url) => {
    const { list } = openClient(api, { url })
    expect(await list()).toEqual([1, 2])
    const first = await list({ ifNoneMatch: null })
    expect(first).toEqual({ notModified: false, etag: 'W/"7"', body: [1, 2] })
    expect(await list({ ifNoneMatch: first.etag })).toEqual({ notModified: true, etag: 'W/"7"' })
  })
})

async function allOf<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const line of lines) all.push(line)
  return all
}

describe('lines', () => {
  /** Answers each line as it comes, as slowly as it is read. */
  const inTurn =
    (pad: string, onTaken: () => void = () => undefined) =>
    async (call: IncomingMessage, answer: ServerResponse): Promise<void> => {
      answer.writeHead(200, { 'content-type': 'application/x-ndjson' })
      let line = 0
      for await (const _text of createInterface(call)) {
        onTaken()
        if (!answer.write(`${JSON.stringify({ line: ++line, pad })}\n`)) {
          await new Promise<void>((resolve) => answer.once('drain', resolve))
        }
      }
      answer.end()
    }
  const served = <T>(
    answer: (call: IncomingMessage, answer: ServerResponse) => void | Promise<void>,
    run: (client: ReturnType<typeof openClient<typeof api>>) => Promise<T>,
    timeoutMs = 10_000,
  ): Promise<T> =>
    serving(
      (call, to) => void answer(call, to),
      (url) => run(openClient(api, { url, timeoutMs })),
    )

  it('go and come at once, a hundred thousand of them, no faster than they are read', async () => {
    const LINES = 100_000
    const FULL = 'x'.repeat(500)
    let made = 0
    let read = 0
    let furthest = 0
    async function* lenses() {
      for (; made < LINES; made++) yield await Promise.resolve({ sphere: made, note: FULL })
    }
    await served(inTurn(FULL), async (client) => {
      for await (const { line } of client.judge({ lines: lenses() })) {
        expect(line).toBe(++read)
        furthest = Math.max(furthest, made - read)
        if (read === 1) {
          let before = -1
          await until(
            'nothing moves while nobody reads',
            () => {
              const still = before === made
              before = made
              return still
            },
            { everyMs: 100, withinMs: 60_000 },
          )
        }
      }
    })
    expect([made, read]).toEqual([LINES, LINES])
    expect(furthest).toBeLessThan(LINES / 2)
  })

  it('may be a list, in pieces that end anywhere', async () => {
    const pieces = async (_call: IncomingMessage, answer: ServerResponse): Promise<void> => {
      answer.writeHead(200, { 'content-type': 'application/x-ndjson' })
      for (const byte of Buffer.from('{"line":1,"pad":"ä😀"}\n{"line":2}')) {
        await new Promise<unknown>((resolve) => answer.write(Buffer.of(byte), resolve))
      }
      answer.end()
    }
    const seen = await served(pieces, (client) => allOf(client.judge({ lines: [{ sphere: 1 }] })))
    expect(seen).toEqual([{ line: 1, pad: 'ä😀' }, { line: 2 }])
  })

  it('that are refused, at once or in the middle, throw what was refused', async () => {
    const atOnce: RequestListener = (_call, answer) =>
      void answer.writeHead(503, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
    const later: RequestListener = (_call, answer) =>
      void answer.writeHead(200).end(`{"line":1}\n${JSON.stringify({ problem })}\n`)
    for (const [answer, lines] of [
      [atOnce, 0],
      [later, 1],
    ] as const) {
      let seen = 0
      const reading = served(answer, async (client) => {
        for await (const _line of client.judge({ lines: [{ sphere: 1 }] })) seen++
      })
      await expect(reading).rejects.toMatchObject({ name: 'LimsRefused', code: 'not_ready', problem })
      await expect(reading).rejects.toBeInstanceOf(LimsRefused)
      expect(seen).toBe(lines)
    }
  })

  it('that break off, or do not come, are no answer', async () => {
    const cut: RequestListener = (_call, answer) =>
      void answer.writeHead(200).write('{"line":1}\n', () => answer.destroy())
    const silent: RequestListener = (_call, answer) => void answer.writeHead(200).write('{"line":1}\n')
    for (const answer of [cut, silent]) {
      const reading = served(answer, (client) => allOf(client.judge({ lines: [] })), 100)
      await expect(reading).rejects.toBeInstanceOf(LimsUnreachable)
    }
  })

  it('that nobody wants any more end the request, and the making of lines', async () => {
    let gone = false
    let over = false
    async function* lenses() {
      try {
        for (;;) yield await Promise.resolve({ sphere: 1 })
      } finally {
        over = true
      }
    }
    await served(
      (call, answer) => {
        answer.once('close', () => (gone = true))
        return inTurn('')(call, answer).catch(() => undefined)
      },
      async (client) => {
        for await (const { line } of client.judge({ lines: lenses() })) if (line === 3) break
        await until('the request and the lines have ended', () => gone && over)
      },
    )
  })

  it('that cannot be made throw what kept them from being made', async () => {
    const broken = new Error('the file is gone')
    async function* lenses() {
      yield await Promise.resolve({ sphere: 1 })
      throw broken
    }
    await expect(served(inTurn(''), (client) => allOf(client.judge({ lines: lenses() })))).rejects.toBe(broken)
  })

  it('end with the reason of whoever gives up', async () => {
    const stop = new AbortController()
    const reading = served(inTurn(''), async (client) => {
      for await (const _line of client.judge({ lines: [{ sphere: 1 }], signal: stop.signal }))
        stop.abort(new Error('enough'))
    })
    // One line was all there was: the end may come first.
    await reading.catch((error: unknown) => {
      expect(String(error)).toContain('enough')
    })
  })
})
