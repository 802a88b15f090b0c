import { binaryTypes, type Endpoint } from '@ils/contract/endpoint'
import type { AnyInput, ClientOf, Fresh } from './call.ts'
import { exchangeLines } from './exchange-lines.ts'
import { request, type ClientOptions } from './request.ts'

const TIMEOUT_MS = 35_000

/** Builds a method for every endpoint of a table, from the same table that their types are read from. */
export function openClient<Api extends Readonly<Record<string, Endpoint>>>(
  api: Api,
  given: ClientOptions,
): ClientOf<Api> {
  const options = { ...given, timeoutMs: given.timeoutMs ?? TIMEOUT_MS }
  const methods = Object.entries(api)
    .filter(([, endpoint]) => isForPrograms(endpoint))
    .map(([name, endpoint]) => [
      name,
      endpoint.lines
        ? (input: AnyInput = {}) => exchangeLines(options, endpoint, input)
        : (input: AnyInput = {}) => exchange(options, endpoint, input),
    ])
  // The filter above says at run time what the type says of the same table.
  return Object.fromEntries(methods) as ClientOf<Api>
}

function isForPrograms({ answer, lines, coming }: Endpoint): boolean {
  if (coming !== undefined) return false
  return answer.body !== undefined || lines !== undefined || isBinary(answer.type)
}

const isBinary = (type: string | undefined): boolean => binaryTypes.some((binary) => binary === type)

async function exchange(
  options: ClientOptions & { timeoutMs: number },
  endpoint: Endpoint,
  input: AnyInput,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(options.timeoutMs)
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout
  // The type of the call lets a body of bytes be nothing else.
  const body = endpoint.body ? JSON.stringify(input.body) : endpoint.bodyType && (input.body as Uint8Array)
  const answer = await request(options, endpoint, input, signal, body)
  const etag = answer.headers.get('etag')
  if (answer.status === 304)
    return { notModified: true, etag: etag ?? input.ifNoneMatch ?? '' } satisfies Fresh<unknown>
  const read: unknown = isBinary(endpoint.answer.type)
    ? new Uint8Array(await answer.arrayBuffer())
    : await answer.json()
  return input.ifNoneMatch === undefined ? read : ({ notModified: false, etag, body: read } satisfies Fresh<unknown>)
}
