import type { IncomingMessage } from 'node:http'
import { limsApi } from '@ils/contract/lims'
import type { Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import { checkOf } from '@ils/contract/validate'
import { Refusal } from '@ils/platform/refusal'
import type { TSchema } from '@sinclair/typebox'

export interface Found {
  readonly name: string
  readonly endpoint: Endpoint
  readonly params: Record<string, string>
}

const routes = Object.entries(limsApi as Readonly<Record<string, Endpoint>>).map(([name, endpoint]) => {
  const names: string[] = []
  const pattern = endpoint.path.replaceAll(/:(\w+)/g, (_whole, param: string) => {
    names.push(param)
    return '([^/]+)'
  })
  return { name, endpoint, names, pattern: new RegExp(`^${pattern}$`) }
})
// A path without parameters is meant before one that would take it as one: /api/jobs/create, /api/jobs/:jobId.
routes.sort((one, other) => one.names.length - other.names.length)

/** Which endpoint a request is for. */
export function findCall(method: string, path: string): Found {
  const there = routes.filter(({ pattern }) => pattern.test(path))
  const found = there.find(({ endpoint }) => endpoint.method === method)
  if (!found) {
    if (there.length === 0) throw new Refusal('not_found', `There is nothing at ${path}`)
    const allow = there.map(({ endpoint }) => endpoint.method).join(', ')
    throw new Refusal('method_not_allowed', `${path} takes ${allow}`, { headers: { allow } })
  }
  const values = found.pattern.exec(path)?.slice(1) ?? []
  const params = Object.fromEntries(found.names.map((name, i) => [name, decodeURIComponent(values[i] ?? '')]))
  return { name: found.name, endpoint: found.endpoint, params }
}

export interface ReadInput {
  readonly raw: Buffer
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Reads what came and holds it against the contract, as a LIMS does. */
export async function readCall(
  request: IncomingMessage,
  { endpoint, params }: Found,
  query: URLSearchParams,
): Promise<ReadInput> {
  const raw = await bytesOf(request)
  const json = endpoint.body ? readJson(request, raw) : endpoint.bodyType ? raw : undefined
  const causes: Cause[] = []
  const checked = (schema: TSchema | undefined, value: unknown, at: string, form: 'typed' | 'textual'): unknown => {
    if (!schema) return value
    const found = checkOf(schema, form)(value, at)
    if (found.ok) return found.value
    causes.push(...found.causes)
    return undefined
  }
  const input = {
    raw,
    params: checked(endpoint.params, { ...params }, 'path', 'textual'),
    query: checked(endpoint.query, Object.fromEntries(query), 'query', 'textual'),
    body: checked(endpoint.body, json, 'body', 'typed'),
  }
  if (causes.length > 0) throw new Refusal('invalid_request', causes[0]?.message ?? '', { causes })
  return input
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function readJson(request: IncomingMessage, raw: Buffer): unknown {
  const type = request.headers['content-type'] ?? 'no type'
  if (!type.startsWith('application/json')) {
    throw new Refusal('unsupported_media_type', `Send application/json, not ${type}`)
  }
  try {
    return JSON.parse(raw.toString())
  } catch {
    throw new Refusal('malformed_body', 'The body is not well-formed JSON')
  }
}
