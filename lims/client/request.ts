import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'
import type { Problem } from '@ils/contract/problem'
import type { AnyInput } from './call.ts'
import type { ClientOptions } from './client-options.ts'
import { LimsRefused, LimsUnreachable } from './refused.ts'

export interface Sent {
  readonly options: ClientOptions
  readonly endpoint: Endpoint
  readonly input: AnyInput
  readonly body: string | Uint8Array | ReadableStream<Uint8Array> | undefined
  readonly correlationId: string
}

/** Sends a request and answers what came, unless it is a refusal or not a LIMS. */
export async function request(sent: Sent, signal: AbortSignal): Promise<Response> {
  const { options, endpoint, input, body } = sent
  const init: RequestInit & { duplex?: 'half' } = {
    method: endpoint.method,
    headers: headersOf(sent),
    signal,
    // A LIMS sends nobody elsewhere; followed, a POST would arrive as a GET, and the key wherever that is.
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
    // A body that is a stream has to say so.
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  }
  let answer: Response
  try {
    answer = await (options.fetch ?? fetch)(urlOf(options.url, endpoint, input), init)
  } catch (error) {
    if (input.signal?.aborted) throw error
    throw new LimsUnreachable(`The LIMS at ${options.url} did not answer`, { cause: error })
  }
  const expected = answer.ok || answer.status === 304 || endpoint.answer.also?.[answer.status] !== undefined
  if (expected) return answer
  throw await refusalOf(answer, options.url)
}

function headersOf({ options, endpoint, input, correlationId }: Sent): Record<string, string> {
  const contentType = endpoint.bodyType ?? (endpoint.body ? 'application/json' : endpoint.lines?.request && LINES_TYPE)
  return {
    accept: endpoint.lines ? LINES_TYPE : (endpoint.answer.type ?? 'application/json'),
    ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(typeof input.ifNoneMatch === 'string' ? { 'if-none-match': input.ifNoneMatch } : {}),
    ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
    'x-correlation-id': correlationId,
  }
}

function urlOf(base: string, endpoint: Endpoint, input: AnyInput): URL {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_whole, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  )
  const url = new URL(path, base)
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

async function refusalOf(answer: Response, url: string): Promise<Error> {
  const retryAfterMs = waitOf(answer.headers)
  if (answer.headers.get('content-type')?.startsWith('application/problem+json')) {
    const problem: unknown = await answer.json().catch(() => undefined)
    if (isProblem(problem)) return new LimsRefused(problem, retryAfterMs)
  } else await answer.body?.cancel()
  const message = `What answers at ${url} is not a LIMS (status ${answer.status})`
  return new LimsUnreachable(message, { retryAfterMs })
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  return 'code' in value && typeof value.code === 'string' && 'detail' in value && 'status' in value
}

/** `Retry-After` is in seconds, or a date; the clock of the answer is then the one that counts. */
function waitOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(wait) ? undefined : Math.max(wait, 0)
}
