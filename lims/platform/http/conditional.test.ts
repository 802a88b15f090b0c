import { capturedLog } from '@ils/testing/captured-log'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bindExample, examples, openExampleServer, type ExampleServer } from './example.ts'
import type { Reply } from './binding.ts'

const log = capturedLog()
let server: ExampleServer
let reply: () => Reply
let made = 0
const making = <T>(value: T) => {
  made++
  return value
}

beforeAll(async () => {
  server = await openExampleServer({
    log,
    bindings: [
      // Each test decides what is answered; the types of `bind` are tried by the endpoints of the LIMS.
      bindExample(examples.tagged, () => Promise.resolve(reply() as { body: number[] })),
      bindExample(examples.plain, () => Promise.resolve(reply() as { body: number[] })),
    ],
  })
})
afterAll(() => server.close())

const ask = (path = '/api/tagged') => supertest(server.url).get(path).set('accept-encoding', 'identity')
const withTag = (tag: string) => ask().set('if-none-match', tag)

describe('an answer whose tag is known beforehand', () => {
  beforeAll(() => {
    reply = () => ({ etag: 'release-7,part-1', body: () => making([1, 2, 3]) })
  })

  it('is made for a caller who has not got it', async () => {
    made = 0
    const answer = await ask()
    expect([answer.status, answer.body, made]).toEqual([200, [1, 2, 3], 1])
    expect(answer.headers).toMatchObject({
      etag: 'W/"release-7,part-1"',
      'cache-control': 'private, no-cache',
      vary: expect.stringContaining('authorization') as string,
      'content-type': 'application/json; charset=utf-8',
    })
    expect((await withTag('W/"another"')).status).toBe(200)
    expect((await withTag('W/"release-7", "part-1"')).status).toBe(200)
    expect((await withTag('release-7,part-1')).status).toBe(200)
  })

  it.each(['W/"release-7,part-1"', '"release-7,part-1"', '"a", W/"b,c" ,W/"release-7,part-1"', ' * '])(
    'is not made for a caller who says %s',
    async (tag) => {
      made = 0
      const answer = await withTag(tag)
      expect([answer.status, answer.text, made]).toEqual([304, '', 0])
      expect(answer.headers).toMatchObject({ etag: 'W/"release-7,part-1"', 'cache-control': 'private, no-cache' })
      expect(answer.headers['content-type']).toBeUndefined()
    },
  )

  it('may be made later, and as text', async () => {
    reply = () => ({ etag: 'x', text: () => Promise.resolve(Buffer.from('[4, 5]')) })
    expect((await ask()).text).toBe('[4, 5]')
    expect((await withTag('W/"x"')).status).toBe(304)
  })

  it('is a bug where the endpoint is not conditional, or the tag fits no header', async () => {
    reply = () => ({ etag: 'x', body: () => [1] })
    expect((await ask('/api/plain')).status).toBe(500)
    expect(log.text()).toContain('GET /api/plain gives its answer a tag, but is not declared conditional')
    reply = () => ({ etag: 'a"b', body: () => [1] })
    expect((await ask()).status).toBe(500)
    expect(log.text()).toContain('a tag that no header can carry')
  })
})

describe('an answer that is text already', () => {
  it('is sent as it is, on both kinds of endpoint', async () => {
    reply = () => ({ text: '[ 1,\n2 ]' })
    const plain = await ask('/api/plain')
    expect([plain.text, plain.headers['cache-control'], plain.headers['content-type']]).toEqual([
      '[ 1,\n2 ]',
      'no-store',
      'application/json; charset=utf-8',
    ])
    const tagged = await ask()
    expect(tagged.text).toBe('[ 1,\n2 ]')
    expect((await withTag(tagged.headers['etag'] ?? '')).status).toBe(304)
  })

  it.each([
    ['{"not":"a list"}', 'broke its own contract: answer must be array'],
    ['[1', 'SyntaxError'],
  ])('is compared with the contract too: %s', async (text, said) => {
    reply = () => ({ text })
    expect((await ask('/api/plain')).status).toBe(500)
    reply = () => ({ etag: 'bad', text: () => text })
    expect((await ask()).status).toBe(500)
    expect(log.text()).toContain(said)
  })
})
