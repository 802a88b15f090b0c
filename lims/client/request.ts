import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'
import type { Problem } from '@ils/contract/problem'
import type { AnyInput } from './call.ts'
import { LimsRefused, LimsUnreachable } from './refused.ts'

export interface ClientOptions {
  /** Where the LIMS is: `http://127.0.0.1:4600`. */
  readonly url: string
  /** API key or token; none for what anyone may call. */
  readonly key?: string
  readonly fetch?: typeof fetch
  /** How long an answer may take; of lines, how long the next one may. */
  readonly timeoutMs?: number
  /** Carried to the LIMS, so that both logs tell one story. */
  correlationId?(): string
}

type Body = string | Uint8Array | ReadableStream<Uint8Array>

/** Sends a request and answers what came, unless it is a refusal or not a LIMS. */
export async function request(
  options: ClientOptions,
  endpoint: Endpoint,
  input: AnyInput,
  signal: AbortSignal,
  body: Body | undefined,
): Promise<Response> {
  const sent: RequestInit & { duplex?: 'half' } = {
    method: endpoint.method,
    headers: headersOf(options, endpoint, input),
    signal,
    ...(body === undefined ? {} : { body }),
    // A body that is a stream has to say so.
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  }
  let answer: Response
  try {
    answer = await (options.fetch ?? fetch)(urlOf(options.url, endpoint, input), sent)
  } catch (error) {
    if (input.signal?.aborted) throw error
    throw new LimsUnreachable(`The LIMS at ${options.url} did not answer`, { cause: error })
  }
  const expected = answer.ok || answer.status === 304 || endpoint.answer.also?.[answer.status] !== undefined
  if (expected) return answer
  throw await refusalOf(answer, options.url)
}

function headersOf(options: ClientOptions, endpoint: Endpoint, input: AnyInput): Record<string, string> {
  const correlationId = options.correlationId?.()
  const contentType = endpoint.bodyType ?? (endpoint.body ? 'application/json' : endpoint.lines?.request && LINES_TYPE)
  return {
    accept: endpoint.lines ? LINES_TYPE : (endpoint.answer.type ?? 'application/json'),
    ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...(typeof input.ifNoneMatch === 'string' ? { 'if-none-match': input.ifNoneMatch } : {}),
    ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
    ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
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
  if (answer.headers.get('content-type')?.startsWith('application/problem+json')) {
    return new LimsRefused((await answer.json()) as Problem)
  }
  await answer.body?.cancel()
  return new LimsUnreachable(`What answers at ${url} is not a LIMS (status ${answer.status})`)
}
