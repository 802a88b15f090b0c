import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'
import { parseJson } from './parse-json.ts'

export interface ReadBody {
  readonly raw: Buffer
  readonly value: unknown
}

const JSON_TYPES = /^application\/(?:json|[\w.-]+\+json)$/

/** Reads a JSON body up to a limit; what is not JSON, too large or not storable is refused by name. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<ReadBody> {
  refuseOtherTypes(request, 'application/json', (type) => JSON_TYPES.test(type))
  const raw = await collect(request, limitBytes)
  if (raw.length === 0) throw new Refusal('malformed_body', 'The body is empty; send a JSON object')
  const parsed = parseJson(raw, 'body')
  if (parsed.is === 'json') return { raw, value: parsed.value }
  if (parsed.is === 'unstorable') {
    throw new Refusal('invalid_request', parsed.cause.message, { causes: [parsed.cause] })
  }
  const where = parsed.is === 'malformed' ? parsed.where : ''
  throw new Refusal('malformed_body', `The body is not well-formed JSON in UTF-8${where}`)
}

/** Takes a body of another type as the bytes it is, up to a limit. */
export async function readBytes(request: IncomingMessage, type: string, limitBytes: number): Promise<ReadBody> {
  refuseOtherTypes(request, type, (given) => given === type)
  const raw = await collect(request, limitBytes)
  if (raw.length === 0) throw new Refusal('malformed_body', `The body is empty; send ${type}`)
  return { raw, value: raw }
}

export function refuseOtherTypes(request: IncomingMessage, wanted: string, fits: (type: string) => boolean): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!fits(type)) {
    throw new Refusal('unsupported_media_type', `Send ${wanted}, not ${type === '' ? 'a body without a type' : type}`)
  }
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity') throw new Refusal('unsupported_media_type', 'Send the body without Content-Encoding')
}

/** The caller hung up, or its line broke. */
export const bodyBrokeOff = () => new Refusal('malformed_body', 'The body ended before its end')

async function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limitBytes) throw tooLarge(limitBytes)
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
      reject(bodyBrokeOff())
    })
  })
}

const tooLarge = (limitBytes: number) =>
  new Refusal('body_too_large', `The body may have ${limitBytes} bytes at most`, {
    causes: [{ code: 'body_size', field: 'body', message: `at most ${limitBytes} bytes`, limit: limitBytes }],
    // What is left of the body is not read into the next request.
    headers: { connection: 'close' },
  })
