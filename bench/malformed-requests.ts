import { Agent, request } from 'node:http'
import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import type { TestLims } from '@ils/testing/test-lims'
import type { TSchema } from '@sinclair/typebox'
import fc from 'fast-check'

const AT_ONCE = 16

export interface MalformedRun {
  readonly statuses: ReadonlyMap<number, number>
  /** What was answered with a breakdown: must be none. */
  readonly broken: readonly Wild[]
  /** Lines of the log that say error: must be none. */
  readonly bugs: readonly unknown[]
  /** What the LIMS says of itself afterwards. */
  readonly ready: number
}

/**
 * Requests generated from the contract itself: each begins as one that fits, then something in it is spoilt.
 * Whatever comes, the answer is a refusal or a success, never a breakdown.
 */
export async function malformedRun(lims: TestLims, requests: number, seed: number): Promise<MalformedRun> {
  const admin = lims.client(await lims.setUp())
  const me = await admin.whoAmI()
  const made = await admin.makeKey({ body: { holderId: me.id, label: 'fuzz', requestsPerMinute: 1_000_000 } })
  const key = made.secret ?? ''
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const send = (wild: Wild): Promise<number> => sendBy(agent, lims.url, wild)
  const endpoints = (Object.entries(limsApi) as [string, Endpoint][]).filter(
    ([name, e]) => name !== 'pageFile' && name !== 'docsPage' && e.coming === undefined,
  )
  const wild = fc.sample(fc.oneof(...endpoints.map((one) => wildRequest(key, one))), { numRuns: requests, seed })
  const statuses = new Map<number, number>()
  const broken: Wild[] = []
  const next = wild.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of next) {
        const status = await send(one)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status >= 500) broken.push(one)
      }
    }),
  )
  const bugs = lims.log.lines.filter((line) => line['level'] === 'error')
  // By the connections in use: one that lay idle all this while may just be closing.
  const ready = await send({ name: 'readyz', method: 'GET', path: '/readyz', headers: {}, body: undefined })
  agent.destroy()
  return { statuses, broken, bugs, ready }
}

const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...[
      null,
      true,
      false,
      0,
      -0,
      -1,
      1.5,
      1e308,
      -1e308,
      9007199254740993,
      '',
      ' ',
      '\u0000',
      '\ud800',
      '﷽',
      '%00',
      '../../etc/passwd',
    ],
    ...[
      "' or 1=1 --",
      '<script>alert(1)</script>',
      '${7*7}',
      '__proto__',
      'constructor',
      '2020-01-01',
      '0000-00-00T00:00:00Z',
      '+275760-09-13T00:00:00Z',
    ],
    ...[
      '9999-12-31T23:59:60Z',
      '1e999',
      'NaN',
      '-0',
      '0x10',
      'lims_x',
      [],
      {},
      [[]],
      [{}],
      { __proto__: null },
      'x'.repeat(5000),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
)

/** A value that fits the schema, or nearly. */
function fitting(schema: TSchema): fc.Arbitrary<unknown> {
  const any = schema as Record<string, unknown>
  const alternatives = any['anyOf'] as TSchema[] | undefined
  if (alternatives) return fc.oneof(...alternatives.map(fitting))
  if (Array.isArray(any['enum'])) return fc.constantFrom(...(any['enum'] as unknown[]))
  switch (any['type']) {
    case 'string': {
      const { pattern, format } = any as { pattern?: string; format?: string }
      if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      if (format === 'email') return fc.emailAddress()
      if (format === 'uri') return fc.webUrl()
      if (pattern?.includes('{26}'))
        return fc.stringMatching(/^[0-9a-z]{26}$/).map((tail) => `${/^\^(\w+)_/.exec(pattern)?.[1] ?? 'x'}_${tail}`)
      return fc.string({ minLength: 1, maxLength: 30 })
    }
    case 'integer':
      return fc.integer({
        min: Number(any['minimum'] ?? 0),
        max: Math.min(Number(any['maximum'] ?? 1000), Number.MAX_SAFE_INTEGER),
      })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(fitting(any['items'] as TSchema), { maxLength: 3 })
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries((any['properties'] ?? {}) as Record<string, TSchema>).map(([name, field]) => [
            name,
            fitting(field),
          ]),
        ),
        {
          requiredKeys: (any['required'] ?? []) as string[],
        },
      )
    default:
      return fc.constant(null)
  }
}

/** One field of it changed for something hostile, taken out, or put in. */
const spoilt = (schema: TSchema): fc.Arbitrary<unknown> =>
  fc
    .tuple(fitting(schema), fc.nat(20), hostile, fc.constantFrom('set', 'drop', 'add', 'keep', 'replace'))
    .map(([value, at, bad, how]) => {
      if (how === 'replace' || typeof value !== 'object' || value === null) return bad
      const copy = { ...value } as Record<string, unknown>
      const names = Object.keys(copy)
      const name = names[at % Math.max(1, names.length)]
      if (how === 'add') copy[typeof bad === 'string' && bad !== '' ? bad.slice(0, 20) : 'extra'] = bad
      else if (how !== 'keep' && name !== undefined) {
        if (how === 'drop') return Object.fromEntries(Object.entries(copy).filter(([n]) => n !== name))
        copy[name] = bad
      }
      return copy
    })

export interface Wild {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Buffer | undefined
}

/** As the endpoint wants it, nearly as it wants it, or anything: JSON, lines of JSON, bytes. */
function bodyOf(e: Endpoint): fc.Arbitrary<string | Buffer | undefined> {
  const json = (schema: TSchema) => spoilt(schema).map((value) => JSON.stringify(value) ?? '')
  const anything = fc.string({ unit: 'binary', maxLength: 200 })
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
  // Each zip file begins with these two letters.
  if (e.bodyType)
    return fc.oneof(
      bytes,
      bytes.map((tail) => Buffer.concat([Buffer.from('PK\u0003\u0004'), tail])),
    )
  if (e.lines?.request) {
    const line = fc.oneof({ weight: 8, arbitrary: json(e.lines.request) }, { weight: 1, arbitrary: anything })
    return fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'))
  }
  if (!e.body) return fc.constant(undefined)
  return fc.oneof({ weight: 8, arbitrary: json(e.body) }, { weight: 1, arbitrary: anything })
}

const wildRequest = (key: string, [name, e]: [string, Endpoint]): fc.Arbitrary<Wild> =>
  fc
    .record({
      params: e.params ? spoilt(e.params) : fc.constant({}),
      query: e.query
        ? spoilt(e.query)
        : fc.oneof(
            { weight: 5, arbitrary: fc.constant({}) },
            { weight: 1, arbitrary: fc.dictionary(fc.string({ maxLength: 5 }), fc.string({ maxLength: 5 })) },
          ),
      body: bodyOf(e),
      type: fc.oneof(
        { weight: 12, arbitrary: fc.constant(e.bodyType ?? (e.lines ? LINES_TYPE : 'application/json')) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('text/plain', 'application/json; charset=utf-16', 'x', 'multipart/form-data'),
        },
      ),
      auth: fc.oneof(
        { weight: 12, arbitrary: fc.constant('good') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', 'Bearer', 'Bearer  ', 'Basic eDp5', 'Bearer eyJ.eyJ.x', 'Bearer lims_x'),
        },
      ),
      idempotency: fc.option(fc.constantFrom('k1', 'k2', 'a b', 'x'.repeat(300)), { freq: 4 }),
      etag: fc.option(fc.constantFrom('*', '"', 'W/"', 'x'.repeat(500)), { freq: 6 }),
    })
    .map(({ params, query, body, type, auth, idempotency, etag }) => ({
      name,
      method: e.method,
      path: pathOf(e, params as Record<string, unknown>, query),
      body,
      headers: {
        ...(auth === 'good' ? { authorization: `Bearer ${key}` } : auth ? { authorization: auth } : {}),
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(idempotency ? { 'idempotency-key': idempotency } : {}),
        ...(etag ? { 'if-none-match': etag } : {}),
      },
    }))

function pathOf(e: Endpoint, params: Record<string, unknown> | null, query: unknown): string {
  const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  const wellFormed = (value: string): string => value.replaceAll(/\p{Surrogate}/gu, '\ufffd')
  const path = e.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(wellFormed(text(params?.[name]))).slice(0, 2000),
  )
  if (typeof query !== 'object' || query === null)
    return `${path}?${encodeURIComponent(wellFormed(text(query))).slice(0, 2000)}`
  const fields = Object.entries(query)
    // A well-formed wish to wait would be granted, and nothing ever happens here.
    .filter(([name, value]) => !(name === 'waitSeconds' && Number(text(value)) > 0))
    .map(
      ([name, value]) =>
        `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(text(value))).slice(0, 2000)}`,
    )
  return fields.length > 0 ? `${path}?${fields.join('&')}` : path
}

function sendBy(agent: Agent, url: string, wild: Wild): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      new URL(url).origin,
      { agent, method: wild.method, path: wild.path, headers: wild.headers },
      (answer) => {
        let last = ''
        answer.on('data', (chunk: Buffer) => (last = (last + chunk.toString('latin1')).slice(-2000)))
        answer.on('end', () => {
          // A stream that breaks off has sent its status long before.
          const brokeOff = /\{"problem":\{.*"status":(5\d\d)/.exec(last)?.[1]
          resolve(Number(brokeOff ?? answer.statusCode ?? 0))
        })
      },
    )
    call.on('error', reject)
    call.end(wild.body)
  })
}
