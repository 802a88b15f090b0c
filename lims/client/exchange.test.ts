import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { endpoint } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import { Type } from '@sinclair/typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { checksByAjv } from './checks-by-ajv.ts'
import { compiledChecks } from './checks.ts'
import type { ClientOptions, Tried } from './client-options.ts'
import { openClient } from './open-client.ts'
import { AnswerInvalid, CircuitOpen, LimsRefused, LimsUnreachable, RequestInvalid } from './refused.ts'

const shared = { noun: 'examples', summary: 'An example', access: 'anyone' } as const
const Tray = Type.Object(
  { tray: Type.String({ pattern: '^[A-Z]\\d+$' }), of: Type.Optional(Type.Union([Type.String(), Type.Null()])) },
  { additionalProperties: false },
)
const answer = { status: 200, means: 'A tray', body: Tray } as const
const api = {
  look: endpoint({
    ...{ ...shared, method: 'GET', path: '/trays/:tray', repeat: 'safe', answer },
    params: Type.Object({ tray: Type.String({ pattern: '^[A-Z]\\d+$' }) }),
    query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }) }),
  }),
  make: endpoint({ ...shared, method: 'POST', path: '/trays', repeat: 'keyed', answer, body: Tray }),
  put: endpoint({ ...shared, method: 'PUT', path: '/trays', repeat: 'natural', answer, body: Tray }),
}

const problem = (status: number, code: string) => ({
  ...{ type: `urn:ils:refusal:${code}`, title: 'x', status, detail: 'Not now', code, correlationId: 'c', causes: [] },
})
const ok: Scripted = { status: 200, body: { tray: 'A1' } }

interface Scripted {
  readonly status: number | 'cut'
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly waitMs?: number
}

let close = (): void => undefined
afterEach(() => close())

/** Answers as it is told, one after the other, and keeps what came; the last answer is for all that come later. */
async function lims(...script: Scripted[]) {
  const came: { key: string | undefined; body: string; correlationId: unknown; at: number }[] = []
  const answerOne = async (call: IncomingMessage, to: ServerResponse): Promise<void> => {
    let body = ''
    for await (const part of call) body += String(part)
    const { 'idempotency-key': key, 'x-correlation-id': correlationId } = call.headers
    came.push({ key: typeof key === 'string' ? key : undefined, body, correlationId, at: performance.now() })
    const { status, headers, waitMs = 0, body: said } = (script.length > 1 ? script.shift() : script[0]) ?? ok
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (status === 'cut') call.socket.destroy()
    else {
      const type = status < 400 ? 'application/json' : 'application/problem+json'
      to.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(said))
    }
  }
  const server = createServer((call, to) => void answerOne(call, to))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const open = (options: Partial<ClientOptions> = {}) =>
    openClient(api, { url, retry: { firstMs: 1, mostMs: 4 }, ...options })
  return { came, open, script }
}

const failed = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => error,
  )
const look = { params: { tray: 'A1' } }
const cut: Scripted = { status: 'cut' }
const full: Scripted = { status: 429, body: problem(429, 'too_many_requests'), headers: { 'retry-after': '1' } }
const twin: Scripted = { status: 409, body: problem(409, 'idempotency_in_flight') }
const notReady: Scripted = { status: 503, body: problem(503, 'not_ready') }

describe('a call that failed', () => {
  it('is made again where it only reads', async () => {
    const { open, came } = await lims(cut, notReady, ok)
    expect(await open().look(look)).toEqual({ tray: 'A1' })
    expect(came).toHaveLength(3)
    expect(new Set(came.map(({ correlationId }) => correlationId)).size).toBe(1)
  })

  it('is made again with the key it had, and the same bytes, where it makes something', async () => {
    const { open, came } = await lims(cut, twin, notReady, ok)
    await open().make({ body: { tray: 'A1' } })
    expect(came).toHaveLength(4)
    expect(new Set(came.map(({ key, body }) => `${key ?? ''} ${body}`)).size).toBe(1)
    expect(came[0]?.key).toMatch(/^[0-9a-f]{32}$/)
    await open().make({ body: { tray: 'A1' } })
    expect(came[4]?.key).not.toBe(came[0]?.key)
    await open().make({ body: { tray: 'A1' }, idempotencyKey: 'mine' })
    expect(came[5]?.key).toBe('mine')
  })

  it('is not made again where nobody knows whether it was done', async () => {
    const { open, came } = await lims(cut)
    expect(await failed(open().put({ body: { tray: 'A1' } }))).toBeInstanceOf(LimsUnreachable)
    expect(came).toHaveLength(1)
  })

  it.each([
    [400, 'invalid_request'],
    [403, 'not_allowed'],
    [409, 'conflict'],
    [422, 'job_refused'],
    [500, 'internal_error'],
  ])('is not made again where the LIMS said no: %d %s', async (status, code) => {
    const { open, came } = await lims({ status, body: problem(status, code) })
    expect(await failed(open().make({ body: { tray: 'A1' } }))).toMatchObject({ status, code })
    expect(came).toHaveLength(1)
  })

  it('waits as long as it was asked to, and not at all where that is longer than it may take', async () => {
    const { open, came } = await lims(full, ok)
    await open().put({ body: { tray: 'A1' } })
    expect(came).toHaveLength(2)
    expect((came[1]?.at ?? 0) - (came[0]?.at ?? 0)).toBeGreaterThan(990)
    const later = await lims({ ...full, headers: { 'retry-after': '3600' } })
    expect(await failed(later.open().look(look))).toMatchObject({ code: 'too_many_requests', retryAfterMs: 3_600_000 })
    expect(later.came).toHaveLength(1)
  })

  it('is made so often as was said, and once where that was said', async () => {
    const often = await lims(cut)
    await failed(often.open({ retry: { tries: 6, firstMs: 1 }, circuit: 'none' }).look(look))
    expect(often.came).toHaveLength(6)
    const once = await lims(cut)
    await failed(once.open({ retry: 'none' }).make({ body: { tray: 'A1' } }))
    expect(once.came).toMatchObject([{ key: undefined }])
  })

  it('ends while it waits, with whoever gives up', async () => {
    const { open, came } = await lims({ ...full, headers: { 'retry-after': '20' } })
    const stop = new AbortController()
    const hooks = { onRetry: () => stop.abort(new Error('enough')) }
    const waits = failed(open({ hooks }).look({ ...look, signal: stop.signal }))
    expect(String(await Promise.race([waits, pause(15_000, 'it waits on', { ref: false })]))).toContain('enough')
    expect(came).toHaveLength(1)
  })

  it('is told of, try by try', async () => {
    const { open } = await lims(cut, notReady, ok)
    const told: unknown[] = []
    const add = (what: string, { attempt, correlationId }: Tried, more: object = {}) => {
      told.push([what, attempt, correlationId, ...Object.values(more).filter((value) => typeof value !== 'object')])
      throw new Error('a log that fails fails nobody')
    }
    const hooks = {
      onRequest: (tried: Tried) => add('asks', tried),
      onResponse: (tried: Tried, { status }: { status: number | null }) =>
        add('came', tried, { status: String(status) }),
      onRetry: (tried: Tried) => add('again', tried),
    }
    await open({ hooks, correlationId: () => 'order-7' }).look(look)
    expect(told).toEqual([
      ...[
        ['asks', 1, 'order-7'],
        ['came', 1, 'order-7', 'null'],
        ['again', 1, 'order-7'],
      ],
      ...[
        ['asks', 2, 'order-7'],
        ['came', 2, 'order-7', '503'],
        ['again', 2, 'order-7'],
      ],
      ...[
        ['asks', 3, 'order-7'],
        ['came', 3, 'order-7', '200'],
      ],
    ])
  })
})

describe('the circuit', () => {
  const options = { retry: 'none', circuit: { failures: 3, openMs: 60, mostOpenMs: 240 } } as const

  it('opens when the LIMS is away, says until when, and closes when it is back', async () => {
    const { open, came, script } = await lims(cut)
    const states: string[] = []
    const client = open({ ...options, hooks: { onBreaker: (state) => void states.push(state) } })
    for (let i = 0; i < 3; i++) await failed(client.look(look))
    const refused = await failed(client.look(look))
    expect(refused).toBeInstanceOf(CircuitOpen)
    expect(String(refused)).toMatch(/was not asked: the circuit is open until \d{4}-/)
    expect(came).toHaveLength(3)
    script.splice(0, 1, ok)
    await expect.poll(() => failed(client.look(look)), { interval: 10 }).toBe('answered')
    expect(states).toEqual(['open', 'half_open', 'closed'])
  })

  it('lets others have their turn while somebody tries again at once, and again', async () => {
    const { open } = await lims(cut)
    const client = open({ ...options, circuit: { failures: 1, openMs: 60_000 } })
    await failed(client.look(look))
    let heard = false
    setTimeout(() => (heard = true), 5)
    for (let i = 0; i < 100_000 && !heard; i++) await failed(client.look(look))
    expect(heard).toBe(true)
  })

  it('is open for longer each time that the one that tries fails too', async () => {
    const { open } = await lims(cut)
    const untils: number[] = []
    const hooks = {
      onBreaker: (state: string, until: Date | null) => void (state === 'open' && untils.push(Number(until))),
    }
    const client = open({ ...options, hooks })
    const began = untils.length
    await expect.poll(async () => (await failed(client.look(look)), untils.length), { interval: 10 }).toBe(began + 3)
    const [first = 0, second = 0, third = 0] = untils
    expect(second - first).toBeGreaterThanOrEqual(115)
    expect(third - second).toBeGreaterThanOrEqual(235)
  })

  it('lets one call try, and others wait for it no longer than they want to', async () => {
    const slow: Scripted = { ...ok, waitMs: 600 }
    const { open, came, script } = await lims(cut)
    const client = open(options)
    for (let i = 0; i < 3; i++) await failed(client.look(look))
    script.splice(0, 1, slow)
    await expect.poll(() => performance.now() - (came[2]?.at ?? 0), { interval: 5 }).toBeGreaterThan(70)
    const stop = new AbortController()
    const tries = failed(client.look(look))
    const [waits, givesUp] = [failed(client.look(look)), failed(client.look({ ...look, signal: stop.signal }))]
    await expect.poll(() => came.length, { interval: 5 }).toBe(4)
    stop.abort(new Error('enough'))
    expect(String(await givesUp)).toContain('enough')
    expect(came).toHaveLength(4)
    expect([await tries, await waits]).toEqual(['answered', 'answered'])
    // Whoever gave up is not asked for when it is closed again.
    await client.look(look)
    expect(came).toHaveLength(6)
  })

  it('is not opened by refusals, nor closed by a try that was given up', async () => {
    const { open, came, script } = await lims({ status: 422, body: problem(422, 'job_refused') })
    const client = open(options)
    for (let i = 0; i < 6; i++) expect(await failed(client.look(look))).toBeInstanceOf(LimsRefused)
    expect(came).toHaveLength(6)
    script.splice(0, 1, { status: 500, body: problem(500, 'internal_error') })
    for (let i = 0; i < 3; i++) await failed(client.look(look))
    await expect
      .poll(
        async () => String(await failed(client.look({ ...look, signal: AbortSignal.abort(new Error('enough')) }))),
        {
          interval: 10,
        },
      )
      .toContain('enough')
    expect(await failed(client.look(look))).toBeInstanceOf(CircuitOpen)
  })
})

describe('what does not fit the contract', () => {
  it('is not sent, and says which field', async () => {
    const { open, came } = await lims(ok)
    const refused = await failed(open().look({ params: { tray: 'a1' }, query: { limit: 0 } }))
    expect(refused).toBeInstanceOf(RequestInvalid)
    expect(refused).toBeInstanceOf(LimsRefused)
    expect(refused).toMatchObject({
      code: 'invalid_request',
      problem: { causes: [{ field: 'path.tray' }, { field: 'query.limit', value: 0, limit: 1 }] },
    })
    const body = { tray: 'A1', size: 3 }
    expect(String(await failed(open().make({ body })))).toContain('make was not sent: body.size is not a field')
    expect(came).toHaveLength(0)
  })

  it('is not given as an answer; what a later LIMS says beyond it is', async () => {
    const { open, script } = await lims({ status: 200, body: { tray: 7 } })
    const refused = await failed(open().look(look))
    expect(refused).toBeInstanceOf(AnswerInvalid)
    expect(String(refused)).toContain('The answer to look does not fit the contract: answer.tray must be string')
    script.splice(0, 1, { status: 200, body: { tray: 'A1', size: 3, of: null } })
    expect(await open().look(look)).toEqual({ tray: 'A1', size: 3, of: null })
  })

  it('is what given validators say it is, for pages that may make no code', async () => {
    const { open } = await lims(ok)
    const validator = Object.assign(() => false, {
      errors: [{ instancePath: '/tray', keyword: 'pattern', message: 'is no tray' }],
    })
    const checks = compiledChecks({ 'look.answer': validator })
    expect(await failed(open({ checks }).look(look))).toMatchObject({
      causes: [{ code: 'pattern', field: 'answer.tray', message: 'answer.tray is no tray' }],
    })
    await open({ checks }).make({ body: { tray: 'A1' } })
  })

  it('is said of the form that was meant, where there are several', () => {
    const check = checksByAjv({ name: 'validate', endpoint: limsApi.validate, part: 'body' })
    expect(check?.({ prescription: { odSphere: -1 }, material: 'CR39', colour: 'blue' }, 'body')).toEqual([
      { code: 'additionalProperties', field: 'body.colour', message: 'body.colour is not a field of this request' },
    ])
    const full = { ordered: ['right'], job: {}, right: { 'rx.sphere': -1000 } }
    expect(check?.({ configuration: { ...full, ordered: ['middle'] } }, 'body')).toMatchObject([
      { field: 'body.configuration.ordered.0', value: 'middle' },
    ])
    expect(check?.({ configuration: full }, 'body')).toEqual([])
  })

  it('can be found for every part of every endpoint', () => {
    for (const [name, found] of Object.entries(limsApi)) {
      for (const part of ['params', 'query', 'body', 'line', 'answer', 'answerLine'] as const) {
        checksByAjv({ name, endpoint: found, part })?.({}, part)
      }
    }
  })
})
