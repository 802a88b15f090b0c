import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { capturedLog } from '@ils/testing/captured-log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { startTracing } from '../tracing/tracing.ts'
import { bindExample, examples, openExampleServer, type ExampleServer } from './example.ts'

/** Planted in the query: whatever else holds it has repeated what nobody may keep. */
const SPHERE = '-13.375'
const NAME = 'MariaMuster'

const log = capturedLog()
let server: ExampleServer
let answer: (sphere: number) => boolean

beforeAll(async () => {
  server = await openExampleServer({
    log,
    bindings: [
      bindExample(examples.secretly, ({ query }) =>
        Promise.resolve({ body: { ok: answer(query.sphere) }, headers: { 'cache-control': 'public, max-age=60' } }),
      ),
    ],
  })
})
afterAll(() => server.close())

const ask = (query: string) => fetch(`${server.url}/api/secretly?${query}`)

/** Asks in every way there is, good and bad, and gives what was answered. */
async function askEverything(): Promise<{ status: number; control: string | null; text: string }[]> {
  const told = async (query: string) => {
    const given = await ask(query)
    return { status: given.status, control: given.headers.get('cache-control'), text: await given.text() }
  }
  const quoting = (): Error => new Error(`cannot judge ${SPHERE}\n    at ${SPHERE}`, { cause: new Error(SPHERE) })
  answer = () => true
  const good = await told(`sphere=${SPHERE}`)
  const unfit = [await told(`sphere=${SPHERE}&${NAME}=1`), await told(`sphere=${NAME}`), await told(`${NAME}=%00`)]
  answer = (sphere) => {
    throw new Refusal('not_found', `There is no lens for ${sphere}`, {
      causes: [{ code: 'sphere', field: 'query.sphere', message: 'No such lens', value: sphere }],
    })
  }
  const refused = await told(`sphere=${SPHERE}`)
  const broken = []
  for (const error of [quoting(), Object.assign(quoting(), { code: 'ECONNRESET' }), SPHERE]) {
    answer = () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- a bug may throw anything
      throw error
    }
    broken.push(await told(`sphere=${SPHERE}`))
  }
  return [good, ...unfit, refused, ...broken]
}

describe('a query that is private', () => {
  it('is in no log, no metric and no span, and no answer to it is kept', async () => {
    const spans: string[] = []
    const collector = createServer((call, done) => {
      const chunks: Buffer[] = []
      call.on('data', (chunk: Buffer) => chunks.push(chunk))
      call.on('end', () => {
        const body = Buffer.concat(chunks)
        spans.push((call.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())
        done.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    // The SDK reads the process's environment itself.
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json'
    const stop = await startTracing(process.env, 'ils-test')
    const answers = await askEverything()
    await stop?.()
    collector.close()
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
    delete process.env['OTEL_EXPORTER_OTLP_PROTOCOL']

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 404, 500, 503, 500])
    expect(new Set(answers.map(({ control }) => control))).toEqual(new Set(['no-store']))
    const kept = { log: log.text(), metrics: await server.metrics.text(), spans: spans.join('\n') }
    // They have been written, and of this very endpoint.
    expect(kept.log).toContain('a request met a bug')
    for (const [where, text] of Object.entries(kept)) {
      expect(text, where).toContain('/api/secretly')
      for (const planted of [SPHERE, NAME]) expect(text, where).not.toContain(planted)
    }
  })

  it('is repeated to its caller in the causes alone', async () => {
    const problems = (await askEverything())
      .filter(({ status }) => status !== 200)
      .map(({ text }) => JSON.parse(text) as { detail: string; causes: { field: string; value?: unknown }[] })
    for (const { causes, ...rest } of problems) {
      expect(causes).toBeInstanceOf(Array)
      for (const planted of [SPHERE, NAME]) expect(JSON.stringify(rest)).not.toContain(planted)
    }
    expect(problems[0]?.causes[0]).toMatchObject({ field: `query.${NAME}` })
    expect(problems[3]).toMatchObject({ detail: 'There is no such thing', causes: [{ value: Number(SPHERE) }] })
  })
})
