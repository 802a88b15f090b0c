import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'

export interface ReadBody {
  readonly raw: Buffer
  readonly value: unknown
}

const DEEPEST = 64
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a JSON body up to a limit; what is not JSON, too large or not storable is refused by name. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<ReadBody> {
  refuseOtherTypes(request)
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limitBytes) throw tooLarge(limitBytes)
  const raw = await collect(request, limitBytes)
  const value = parse(raw)
  refuseUnstorable(value, 'body', 0)
  return { raw, value }
}

function refuseOtherTypes(request: IncomingMessage): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(type)) {
    throw new Refusal(
      'unsupported_media_type',
      `Send application/json, not ${type === '' ? 'a body without a type' : type}`,
    )
  }
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Refusal('unsupported_media_type', 'Send the body without Content-Encoding')
}

function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limitBytes) {
        // Read on without keeping it, so that the caller gets the answer rather than a reset connection.
        request.removeAllListeners('data')
        request.resume()
        reject(tooLarge(limitBytes))
      } else chunks.push(chunk)
    })
    request.on('end', () => {
      resolve(Buffer.concat(chunks, size))
    })
    request.on('error', reject)
    request.on('aborted', () => {
      reject(new Refusal('malformed_body', 'The body ended before its end'))
    })
  })
}

const tooLarge = (limitBytes: number) =>
  new Refusal('body_too_large', `The body may have ${limitBytes} bytes at most`, {
    causes: [{ code: 'body_size', field: 'body', message: `at most ${limitBytes} bytes`, limit: limitBytes }],
    // What is left of the body is not read into the next request.
    headers: { connection: 'close' },
  })

function parse(raw: Buffer): unknown {
  if (raw.length === 0) throw new Refusal('malformed_body', 'The body is empty; send a JSON object')
  try {
    return JSON.parse(strictUtf8.decode(raw))
  } catch (error) {
    const where = error instanceof SyntaxError ? /position \d+/.exec(error.message)?.[0] : undefined
    throw new Refusal('malformed_body', `The body is not well-formed JSON in UTF-8${where ? ` (at ${where})` : ''}`)
  }
}

// Postgres stores neither NUL nor half of a surrogate pair: better a refusal here than an error there.
const UNSTORABLE = /\0|\p{Surrogate}/u

function refuseUnstorable(value: unknown, field: string, depth: number): void {
  if (depth > DEEPEST) throw invalid('depth', field.slice(0, 200), `nested deeper than ${DEEPEST} levels`, DEEPEST)
  if (typeof value === 'string') {
    if (UNSTORABLE.test(value)) throw invalid('characters', field, 'contains a NUL or half a surrogate pair')
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) throw invalid('characters', field, 'has a field name with a NUL or half a surrogate pair')
    refuseUnstorable(inner, `${field}.${key}`, depth + 1)
  }
}

function invalid(code: string, field: string, what: string, limit?: number): Refusal {
  const message = `${field} ${what}`
  return new Refusal('invalid_request', message, { causes: [{ code, field, message, ...(limit ? { limit } : {}) }] })
}
