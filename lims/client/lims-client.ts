import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import type { Problem } from '@ils/contract/problem'
import { LimsRefused, LimsUnreachable } from './refused.ts'

export interface ClientOptions {
  /** Where the LIMS is: `http://127.0.0.1:4600`. */
  readonly url: string
  /** API key or token; none for what anyone may call. */
  readonly key?: string
  readonly fetch?: typeof fetch
  readonly timeoutMs?: number
  /** Carried to the LIMS, so that both logs tell one story. */
  correlationId?(): string
}

type Api = typeof limsApi
/** Names of endpoints that answer JSON by a schema: pages and probes of text are not for programs. */
type JsonName = { [K in keyof Api]: AnswerOf<Api[K]> extends undefined ? never : K }[keyof Api]

type Part<Name extends string, T> = T extends undefined ? unknown : Record<Name, T>
type Input<E> = Part<'params', ParamsOf<E>> &
  Part<'body', BodyOf<E>> &
  (QueryOf<E> extends undefined ? unknown : { query?: Partial<QueryOf<E>> }) & {
    /** Your own unique word for the request: a repeat with it gets the first answer. */
    idempotencyKey?: string
    signal?: AbortSignal
  }
type Call<E> = unknown extends Part<'params', ParamsOf<E>> & Part<'body', BodyOf<E>>
  ? (input?: Input<E>) => Promise<AnswerOf<E>>
  : (input: Input<E>) => Promise<AnswerOf<E>>

/** A method for every endpoint of the contract, typed by it. */
export type LimsClient = { readonly [K in JsonName]: Call<Api[K]> }

interface AnyInput {
  readonly params?: Record<string, unknown>
  readonly query?: Record<string, string | number | boolean | undefined>
  readonly body?: unknown
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

const TIMEOUT_MS = 35_000

export function openLimsClient(options: ClientOptions): LimsClient {
  const methods = Object.entries(limsApi)
    .filter(([, endpoint]) => 'body' in endpoint.answer)
    .map(([name, endpoint]) => [name, (input: AnyInput = {}) => call(options, endpoint, input)])
  // Built from the same table that the type is read from.
  return Object.fromEntries(methods) as LimsClient
}

async function call(options: ClientOptions, endpoint: Endpoint, input: AnyInput): Promise<unknown> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const request: RequestInit = {
    method: endpoint.method,
    headers: headersOf(options, endpoint, input),
    signal: input.signal ? AbortSignal.any([input.signal, timeout]) : timeout,
    ...(endpoint.body ? { body: JSON.stringify(input.body) } : {}),
  }
  let answer: Response
  try {
    answer = await (options.fetch ?? fetch)(urlOf(options.url, endpoint, input), request)
  } catch (error) {
    if (input.signal?.aborted) throw error
    throw new LimsUnreachable(`The LIMS at ${options.url} did not answer`, { cause: error })
  }
  if (answer.ok || endpoint.answer.also?.[answer.status] !== undefined) return answer.json()
  throw await refusalOf(answer, options.url)
}

function headersOf(options: ClientOptions, endpoint: Endpoint, input: AnyInput): Record<string, string> {
  const correlationId = options.correlationId?.()
  return {
    accept: 'application/json',
    ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
    ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
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
