import { binaryTypes, type Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import type { AnyInput, Fresh } from './call.ts'
import type { Tried } from './client-options.ts'
import type { Connection } from './connection.ts'
import { randomWord } from './random-word.ts'
import { AnswerInvalid, LimsRefused, LimsUnreachable, RequestInvalid } from './refused.ts'
import { repeat } from './repeat.ts'
import { request, type Sent } from './request.ts'

/** One call: checked, sent, sent again where that is safe, and its answer read and checked. */
export async function exchange(
  connection: Connection,
  name: string,
  endpoint: Endpoint,
  input: AnyInput,
): Promise<unknown> {
  const { options, guard, tell } = connection
  const correlationId = options.correlationId?.() ?? randomWord()
  await mustFit(connection, name, endpoint, input, correlationId)
  const again = options.retry ?? {}
  // Without a second try nobody would ask for the answer by it.
  const idempotencyKey =
    input.idempotencyKey ?? (endpoint.repeat === 'keyed' && again !== 'none' ? randomWord() : undefined)
  // The type of the call lets a body of bytes be nothing else.
  const body = endpoint.body ? JSON.stringify(input.body) : endpoint.bodyType && (input.body as Uint8Array)
  const keyed = idempotencyKey === undefined ? input : { ...input, idempotencyKey }
  const sent: Sent = { options, endpoint, input: keyed, body, correlationId }

  const once = async (attempt: number, leftMs: number): Promise<Read> => {
    const tried: Tried = { name, method: endpoint.method, path: endpoint.path, correlationId, attempt }
    const timeout = AbortSignal.timeout(Math.max(1, Math.min(options.timeoutMs, Math.ceil(leftMs))))
    const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout
    const through = async (): Promise<Read> => told(connection, tried, () => read(sent, signal))
    try {
      return await (guard ? guard.through(through, signal) : through())
    } catch (error) {
      // It waited for another call to try whether the LIMS is back.
      if (error !== timeout.reason || input.signal?.aborted) throw error
      throw new LimsUnreachable(`The LIMS at ${options.url} did not answer`, { cause: error })
    }
  }
  const came =
    again === 'none'
      ? await once(1, options.timeoutMs)
      : await repeat(again, { endpoint, idempotencyKey, signal: input.signal }, once, (attempt, next) => {
          const tried = { name, method: endpoint.method, path: endpoint.path, correlationId, attempt }
          tell((to) => to.onRetry?.(tried, next))
        })
  if (came.status === 304)
    return { notModified: true, etag: came.etag ?? input.ifNoneMatch ?? '' } satisfies Fresh<unknown>
  const causes = (await connection.check(name, endpoint, 'answer'))?.(came.body, 'answer') ?? []
  if (causes.length > 0) throw new AnswerInvalid(name, causes, came.correlationId ?? correlationId)
  const { etag, body: answered } = came
  return input.ifNoneMatch === undefined
    ? answered
    : ({ notModified: false, etag, body: answered } satisfies Fresh<unknown>)
}

/** Throws where the LIMS would refuse: with the causes that it would give, and nothing sent. */
export async function mustFit(
  connection: Connection,
  name: string,
  endpoint: Endpoint,
  input: AnyInput,
  correlationId: string,
): Promise<void> {
  const causes: Cause[] = []
  for (const part of ['params', 'query', 'body'] as const) {
    const check = await connection.check(name, endpoint, part)
    const value = input[part]
    // What is left out is sent as no field of the query.
    const meant = part === 'query' ? defined(value ?? {}) : value
    if (check) causes.push(...check(meant, part === 'params' ? 'path' : part))
  }
  if (causes.length > 0) throw new RequestInvalid(name, causes, correlationId)
}

const defined = (fields: unknown): unknown =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined))

interface Read {
  readonly status: number
  readonly etag: string | null
  readonly correlationId: string | null
  readonly body: unknown
}

async function read(sent: Sent, signal: AbortSignal): Promise<Read> {
  const { options, endpoint, input } = sent
  const answer = await request(sent, signal)
  const { status, headers } = answer
  const about = { status, etag: headers.get('etag'), correlationId: headers.get('x-correlation-id') }
  if (status === 304) return { ...about, body: undefined }
  try {
    const binary = binaryTypes.some((type) => type === endpoint.answer.type)
    return { ...about, body: binary ? new Uint8Array(await answer.arrayBuffer()) : await answer.json() }
  } catch (error) {
    if (input.signal?.aborted) throw error
    throw new LimsUnreachable(`The answer of the LIMS at ${options.url} broke off`, { cause: error })
  }
}

/** Tells of a try before and after it. */
export async function told<T extends { readonly status: number }>(
  { tell }: Connection,
  tried: Tried,
  run: () => Promise<T>,
): Promise<T> {
  const began = performance.now()
  const ms = (): number => performance.now() - began
  tell((to) => to.onRequest?.(tried))
  try {
    const came = await run()
    tell((to) => to.onResponse?.(tried, { status: came.status, ms: ms() }))
    return came
  } catch (error) {
    const status = error instanceof LimsRefused ? error.status : null
    tell((to) => to.onResponse?.(tried, { status, ms: ms(), error }))
    throw error
  }
}
