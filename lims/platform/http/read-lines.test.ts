import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { checkOf } from '@ils/contract/validate'
import { Type } from '@sinclair/typebox'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines, type Line } from './read-lines.ts'

const check = checkOf(Type.Object({ n: Type.Integer() }, { additionalProperties: false }))
const LIMIT = 30

async function read(stream: Readable, patienceMs = 10_000): Promise<Line<unknown>[]> {
  // Of a request only its bytes and its type matter here.
  const typed: unknown = Object.assign(stream, { headers: { 'content-type': 'application/x-ndjson' } })
  const request = typed as IncomingMessage
  const lines: Line<unknown>[] = []
  for await (const line of readLines(request, { check, limitBytes: LIMIT, mostLines: undefined, patienceMs })) {
    lines.push(line)
  }
  return lines
}

const parts = fc.array(
  fc.oneof(
    fc.constantFrom(
      '{"n":1}',
      '{"n":1.5}',
      '',
      ' ',
      '\r',
      '{',
      '"ä€😀"',
      '\ud83d',
      '\u0000',
      'null',
      '[]',
      '\ufeff{"n":2}',
    ),
    fc.integer().map((n) => `{"n":${n}}`),
    fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\n', '')),
  ),
  { maxLength: 12 },
)

describe('reading lines', () => {
  it('finds the same lines however the bytes arrive, and says of each whether it fits', async () => {
    await fc.assert(
      fc.asyncProperty(parts, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), async (texts, sizes) => {
        const whole = Buffer.from(texts.join('\n'))
        const chunks: Buffer[] = []
        for (let at = 0, i = 0; at < whole.length; i++) {
          const size = sizes[i % sizes.length] ?? 1
          chunks.push(whole.subarray(at, at + size))
          at += size
        }
        const seen = await read(Readable.from(chunks, { objectMode: false }))
        expect(seen).toEqual(await read(Readable.from([whole], { objectMode: false })))
        // By another way: an answer for each line that is not blank, and good ones only for what JSON and schema say.
        const wanted = texts.flatMap((text, i) => {
          const raw = Buffer.from(text)
          if (raw.length <= LIMIT && new TextDecoder().decode(raw).trim() === '') return []
          return [{ number: i + 1, ok: raw.length <= LIMIT && fits(raw) }]
        })
        expect(seen.map(({ number, ok }) => ({ number, ok }))).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })

  it('waits for the next line only so long', async () => {
    const silent = new PassThrough()
    silent.write('{"n":1}\n')
    await expect(read(silent, 20)).rejects.toMatchObject({ code: 'malformed_body', message: /No line came for 0.02/ })
    expect(silent.destroyed).toBe(false)
  })
})

function fits(raw: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(raw))
    return (
      typeof value === 'object' &&
      value !== null &&
      Object.keys(value).join() === 'n' &&
      Number.isInteger(Object.values(value)[0])
    )
  } catch {
    return false
  }
}
