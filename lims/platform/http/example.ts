import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { endpoint, type Endpoint } from '@ils/contract/endpoint'
import { Type } from '@sinclair/typebox'
import type { Foundation } from '../app.ts'
import { systemClock } from '../clock.ts'
import { makeIds } from '../ids.ts'
import type { Log } from '../log/log.ts'
import { openMetrics, type Metrics } from '../metrics/metrics.ts'
import { binderFor, type Binding } from './binding.ts'
import type { AccessRefused, HttpSettings } from './mount-options.ts'
import { mount } from './mount.ts'
import { openRateLimit } from './rate-limit.ts'

/** Endpoints of every form, for tests. */
const shared = { noun: 'examples', summary: 'An example', access: 'anyone' } as const
const Lens = Type.Object(
  { sphere: Type.Number({ minimum: -20, maximum: 20, description: 'In dioptres' }) },
  { additionalProperties: false },
)
const Judged = Type.Object(
  { line: Type.Integer(), sum: Type.Optional(Type.Number()), causes: Type.Optional(Type.Array(Type.String())) },
  { additionalProperties: false },
)

export const examples = {
  /** A question whose answer has a tag. */
  tagged: endpoint({
    ...shared,
    method: 'GET',
    path: '/api/tagged',
    answer: { status: 200, means: 'A list', body: Type.Array(Type.Integer()) },
    repeat: 'safe',
    conditional: true,
  }),
  plain: endpoint({
    ...shared,
    method: 'GET',
    path: '/api/plain',
    answer: { status: 200, means: 'A list', body: Type.Array(Type.Integer()) },
    repeat: 'safe',
  }),
  archive: endpoint({
    ...shared,
    method: 'POST',
    path: '/api/archive',
    bodyType: 'application/zip',
    bodyLimitBytes: 2000,
    answer: { status: 200, means: 'The same archive', type: 'application/zip' },
    repeat: 'natural',
  }),
  judge: endpoint({
    ...shared,
    method: 'POST',
    path: '/api/judge',
    lines: { request: Lens, answer: Judged },
    bodyLimitBytes: 200,
    answer: { status: 200, means: 'A line for each line' },
    repeat: 'safe',
  }),
  judgeFew: endpoint({
    ...shared,
    method: 'POST',
    path: '/api/judge-few',
    lines: { request: Lens, answer: Judged, mostLines: 3 },
    answer: { status: 200, means: 'A line for each line' },
    repeat: 'safe',
  }),
  list: endpoint({
    ...shared,
    method: 'GET',
    path: '/api/list',
    lines: { answer: Judged },
    answer: { status: 200, means: 'Lines' },
    repeat: 'safe',
  }),
  secretly: endpoint({
    ...shared,
    method: 'GET',
    path: '/api/secretly',
    query: Lens,
    privateQuery: true,
    answer: { status: 200, means: 'Whether it can be made', body: Type.Object({ ok: Type.Boolean() }) },
    repeat: 'safe',
  }),
} as const satisfies Record<string, Endpoint>

export const bindExample = binderFor<Foundation>()

export interface ExampleServer {
  readonly url: string
  readonly metrics: Metrics
  /** What was told to whoever keeps refusals of access. */
  readonly refused: readonly AccessRefused[]
  close(): Promise<void>
}

export interface ExampleOptions {
  readonly bindings: readonly Binding<Foundation>[]
  readonly log: Log
  readonly declared?: Readonly<Record<string, Endpoint>>
  readonly settings?: Partial<HttpSettings>
}

const SETTINGS: HttpSettings = {
  checkAnswers: true,
  bodyLimitBytes: 1000,
  corsOrigins: [],
  trustedProxies: 0,
  anonymousPerMinute: 1_000_000,
}

/** Serves bindings on a free port as a process does, over no database: for endpoints that need none. */
export async function openExampleServer(options: ExampleOptions): Promise<ExampleServer> {
  const metrics = openMetrics({ process: false })
  const refused: AccessRefused[] = []
  // Nothing of what an example asks for touches a table.
  const noDatabase = undefined as unknown as Foundation['db']
  const foundation = { schema: 'none', clock: systemClock, ids: makeIds(systemClock), log: options.log }
  const koa = mount<Foundation>({
    app: { ...foundation, db: noDatabase, pool: noDatabase },
    declared: options.declared ?? examples,
    bindings: options.bindings,
    authenticate: () => Promise.reject(new Error('nobody signs in here')),
    onAccessRefused: (one) => Promise.resolve(void refused.push(one)),
    rateLimit: openRateLimit(null),
    metrics,
    stopping: new AbortController().signal,
    settings: { ...SETTINGS, ...options.settings },
  })
  const callback = koa.callback()
  const server = createServer((request, response) => void callback(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    metrics,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
