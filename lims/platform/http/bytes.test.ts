import { randomBytes } from 'node:crypto'
import { capturedLog } from '@ils/testing/captured-log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindExample, examples, openExampleServer, type ExampleServer } from './example.ts'

let server: ExampleServer
beforeAll(async () => {
  server = await openExampleServer({
    log: capturedLog(),
    bindings: [
      bindExample(examples.archive, ({ body }) =>
        Promise.resolve({
          // As what packs gives it: no buffer of Node.
          body: new Uint8Array([...body, ...body]),
          headers: { 'content-disposition': 'attachment; filename="rulebook.zip"' },
        }),
      ),
    ],
  })
})
afterAll(() => server.close())

const post = (body: Buffer | string, headers: Record<string, string> = { 'content-type': 'application/zip' }) =>
  fetch(`${server.url}/api/archive`, { method: 'POST', body, headers })
const problemOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]

describe('a body of bytes', () => {
  it('comes and goes unchanged, with a name to keep it under, and is not compressed', async () => {
    const zip = Buffer.concat([randomBytes(500), Buffer.alloc(1000)])
    const answer = await post(zip, { 'content-type': 'Application/ZIP; x=y', 'accept-encoding': 'gzip, br' })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-length': '3000',
      'content-disposition': 'attachment; filename="rulebook.zip"',
      'cache-control': 'no-store',
    })
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.concat([zip, zip]))
  })

  it('of another type, or packed once more, is refused', async () => {
    expect(await problemOf(await post('{}', { 'content-type': 'application/json' }))).toEqual([
      415,
      'unsupported_media_type',
    ])
    const packed = { 'content-type': 'application/zip', 'content-encoding': 'gzip' }
    expect(await problemOf(await post('x', packed))).toEqual([415, 'unsupported_media_type'])
  })

  it('that is empty or too large is refused', async () => {
    expect(await problemOf(await post(''))).toEqual([400, 'malformed_body'])
    expect(await problemOf(await post(Buffer.alloc(2001)))).toEqual([413, 'body_too_large'])
  })
})
