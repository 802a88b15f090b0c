import type { IncomingMessage } from 'node:http'
import { LINES_TYPE } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import type { Check } from '@ils/contract/validate'
import { Refusal } from '../refusal.ts'
import { parseJson } from './parse-json.ts'
import { bodyBrokeOff, refuseOtherTypes } from './read-body.ts'

/** One line of a request, counted from 1 over all lines that came, blank ones too, as an editor shows them. */
export type Line<T> =
  | { readonly ok: true; readonly number: number; readonly value: T }
  | { readonly ok: false; readonly number: number; readonly causes: readonly Cause[] }

export interface LineReading {
  readonly check: Check
  readonly limitBytes: number
  readonly mostLines: number | undefined
  /** How long nothing may come while somebody waits for it. */
  readonly patienceMs: number
}

/** Reads newline-delimited JSON as it comes: no more of it is held than one line, and no more is fetched than is taken. */
export function readLines(request: IncomingMessage, reading: LineReading): AsyncIterable<Line<unknown>> {
  refuseOtherTypes(request, LINES_TYPE, (type) => type === LINES_TYPE)
  return linesOf(request, reading)
}

async function* linesOf(request: IncomingMessage, reading: LineReading): AsyncGenerator<Line<unknown>> {
  let number = 0
  let taken = 0
  for await (const raw of split(chunksOf(request, reading.patienceMs), reading.limitBytes)) {
    number++
    const line = raw === TOO_LONG ? tooLong(number, reading.limitBytes) : lineOf(raw, number, reading.check)
    if (line === undefined) continue
    if (++taken > (reading.mostLines ?? Infinity)) throw tooMany(reading.mostLines)
    yield line
  }
}

function lineOf(raw: Buffer, number: number, check: Check): Line<unknown> | undefined {
  const at = `lines.${number}`
  const parsed = parseJson(raw, at)
  switch (parsed.is) {
    case 'blank':
      return undefined
    case 'malformed':
      return refused(number, { code: 'json', message: `is not well-formed JSON in UTF-8${parsed.where}` })
    case 'unstorable':
      return { ok: false, number, causes: [parsed.cause] }
    case 'json':
      return { number, ...check(parsed.value, at) }
  }
}

function refused(number: number, why: { code: string; message: string; limit?: number }): Line<unknown> {
  const field = `lines.${number}`
  return { ok: false, number, causes: [{ ...why, field, message: `${field} ${why.message}` }] }
}

const tooLong = (number: number, limit: number) =>
  refused(number, { code: 'line_size', message: `may have ${limit} bytes at most`, limit })

function tooMany(limit: number | undefined): Refusal {
  const message = `${limit ?? 0} lines at most are taken in one request`
  return new Refusal('body_too_large', message, { causes: [{ code: 'lines', field: 'lines', message, limit }] })
}

const TOO_LONG = Symbol('a line longer than the limit')
const NEW_LINE = 0x0a

/** Cuts at line ends. What is longer than the limit is passed over, not kept. */
async function* split(chunks: AsyncIterable<Buffer>, limitBytes: number): AsyncGenerator<Buffer | typeof TOO_LONG> {
  let held: Buffer[] = []
  let size = 0
  const hold = (part: Buffer): void => {
    size += part.length
    if (size > limitBytes) held = []
    else held.push(part)
  }
  const take = (): Buffer | typeof TOO_LONG => {
    const line = size > limitBytes ? TOO_LONG : Buffer.concat(held, size)
    held = []
    size = 0
    return line
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(NEW_LINE); end >= 0; end = chunk.indexOf(NEW_LINE, from)) {
      hold(chunk.subarray(from, end))
      from = end + 1
      yield take()
    }
    if (from < chunk.length) hold(chunk.subarray(from))
  }
  if (size > 0) yield take()
}

async function* chunksOf(request: IncomingMessage, patienceMs: number): AsyncGenerator<Buffer> {
  // Left early, the connection must live on: there is still an answer to be sent on it.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>
  try {
    for (;;) {
      const next = await within(patienceMs, chunks.next())
      if (next.done === true) return
      yield next.value
    }
  } finally {
    void chunks.return?.()
  }
}

async function within<T>(patienceMs: number, coming: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Refusal('malformed_body', `No line came for ${patienceMs / 1000} seconds`))
    }, patienceMs)
    coming
      .then(resolve, () => {
        reject(bodyBrokeOff())
      })
      .finally(() => {
        clearTimeout(late)
      })
  })
}
