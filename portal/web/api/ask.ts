import type { AnswerOf, BodyOf, ParamsOf, QueryOf } from '@ils/contract/endpoint'
import type { Problem } from '@ils/contract/problem'
import type { portalApi } from '../../contract/portal.ts'
import { reached, unreachable } from './connection.ts'

type Api = typeof portalApi
/** Every endpoint of the portal by its line, `GET /api/me`: a wrong one does not compile, and no schema is loaded for it. */
type ByLine = { [K in keyof Api as `${Api[K]['method']} ${Api[K]['path']}`]: Api[K] }
export type Line = keyof ByLine

export interface Asked<L extends Line> {
  readonly params?: ParamsOf<ByLine[L]>
  readonly query?: Partial<NonNullable<QueryOf<ByLine[L]>>>
  readonly body?: BodyOf<ByLine[L], never>
  /** For what makes something: a repeat with the same key gets the first answer. */
  readonly key?: string
  readonly signal?: AbortSignal
}

/** What the server said no to, with its reasons. */
export class Refused extends Error {
  readonly problem: Problem
  readonly retryAfter: number | null
  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail)
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** Nobody answered: the network, the portal or the time. */
class Unanswered extends Error {}

export const codeOf = (error: unknown): string | null =>
  error instanceof Refused ? error.problem.code : error instanceof Unanswered ? 'unanswered' : null

/** Asks the portal. */
export async function ask<L extends Line>(line: L, asked: Asked<L> = {}): Promise<AnswerOf<ByLine[L]>> {
  const response = await send(line, asked)
  // The server checks its answers against the contract that this type is read from.
  return (await response.json()) as AnswerOf<ByLine[L]>
}

/** Asks for what is no JSON: a file. */
export async function askForFile<L extends Line>(line: L, asked: Asked<L> = {}): Promise<Blob> {
  return (await send(line, asked)).blob()
}

export interface Unread {
  readonly etag: string | null
  readonly answer: Blob
}

/** Asks for what another thread reads. */
export async function askUnread<L extends Line>(line: L, asked: Asked<L> = {}): Promise<Unread> {
  const response = await send(line, asked)
  return { etag: response.headers.get('etag'), answer: await response.blob() }
}

const SLOWEST_MS = 20_000

async function send<L extends Line>(line: L, { params, query, body, key, signal }: Asked<L>): Promise<Response> {
  const [method = 'GET', path = ''] = line.split(' ')
  let response: Response
  try {
    response = await fetch(urlOf(path, params, query), {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.any([AbortSignal.timeout(SLOWEST_MS), ...(signal ? [signal] : [])]),
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'x-ils-portal': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    unreachable()
    throw new Unanswered()
  }
  reached()
  if (response.ok) return response
  throw await refusedBy(response)
}

async function refusedBy(response: Response): Promise<Error> {
  try {
    const waits = Number(response.headers.get('retry-after'))
    // Every refusal of the portal has this form; what is between it and us may answer otherwise.
    const problem = (await response.json()) as Problem
    if (typeof problem.code !== 'string') return new Unanswered()
    return new Refused(problem, Number.isFinite(waits) && waits > 0 ? waits : null)
  } catch {
    return new Unanswered()
  }
}

function urlOf(path: string, params: unknown, query: unknown): string {
  const named = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((Object(params) as Record<string, unknown>)[name])),
  )
  const given = Object.entries(Object(query) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return search === '' ? named : `${named}?${search}`
}

/** One for each thing that is made, kept until it is made. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
