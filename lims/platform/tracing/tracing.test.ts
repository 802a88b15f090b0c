import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { startTracing, withSpan } from './tracing.ts'

describe('spans', () => {
  afterEach(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
    delete process.env['OTEL_EXPORTER_OTLP_PROTOCOL']
  })

  it('are off, and only run what they wrap, without the OTEL variables', async () => {
    expect(await startTracing({}, 'test')).toBeUndefined()
    expect(await startTracing({ OTEL_TRACES_EXPORTER: 'none' }, 'test')).toBeUndefined()
    expect(
      await startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_SDK_DISABLED: 'true' }, 'test'),
    ).toBeUndefined()
    expect(await withSpan('x', { kind: 'server', attributes: {} }, () => Promise.resolve(7))).toBe(7)
  })

  it.each(['once', 'and once more after a stop'])('reach a collector with names, parent and end: %s', async () => {
    const received: string[] = []
    const collector = createServer((call, answer) => {
      const chunks: Buffer[] = []
      call.on('data', (chunk: Buffer) => chunks.push(chunk))
      call.on('end', () => {
        const body = Buffer.concat(chunks)
        received.push((call.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString())
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve))
    // The SDK reads the process's environment itself.
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/json'
    const stop = await startTracing(process.env, 'ils-test')
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    await withSpan(
      'GET request',
      { kind: 'server', attributes: { a: 1 }, from: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } },
      () => Promise.resolve(),
      () => ({ 'http.route': '/api/about' }),
    )
    await withSpan('failing', { kind: 'consumer', attributes: {} }, () => Promise.reject(new Error('no'))).catch(
      () => undefined,
    )
    await stop?.()
    collector.close()
    const text = received.join('')
    expect(text).toContain('GET request')
    expect(text).toContain(traceId)
    expect(text).toContain('/api/about')
    expect(text).toContain('ils-test')
    expect(text).toMatch(/"name":"failing".*"status":\{"code":2/s)
  })
})
