import type { Context } from 'koa'
import type { Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import { checkOf, type Check } from '@ils/contract/validate'
import { Refusal } from '../refusal.ts'

/** What an endpoint was given, as its schemas read it. */
export interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  /** Lines are read and checked when they are taken. */
  readonly lines: AsyncIterable<unknown> | undefined
}

export type ReadInput = (ctx: Context, params: Record<string, string>, body: unknown, lines?: Input['lines']) => Input

/** Compiles the checks of an endpoint once; what does not fit is refused with every cause at once. */
export function inputReader(endpoint: Endpoint): ReadInput {
  const params = endpoint.params && checkOf(endpoint.params, 'textual')
  const query = endpoint.query && checkOf(endpoint.query, 'textual')
  const body = endpoint.body && checkOf(endpoint.body)
  return (ctx, givenParams, givenBody, lines) => {
    const causes: Cause[] = []
    const givenQuery = queryOf(ctx)
    const input = {
      params: checked(params, givenParams, 'path', causes),
      query: checked(query, givenQuery, 'query', causes),
      // Bytes have no schema.
      body: body ? checked(body, givenBody, 'body', causes) : givenBody,
      lines,
    }
    if (causes.length > 0) throw new Refusal('invalid_request', summaryOf(causes), { causes })
    return input
  }
}

function checked(check: Check | undefined, value: unknown, at: string, causes: Cause[]): unknown {
  if (check === undefined) return undefined
  const found = check(value, at)
  if (found.ok) return found.value
  causes.push(...found.causes)
  return undefined
}

/** A copy, because checking fills in defaults. */
function queryOf(ctx: Context): Record<string, unknown> {
  if (ctx.querystring === '') return {}
  const query: Record<string, unknown> = { ...ctx.query }
  for (const [name, value] of Object.entries(query)) {
    if (String(value).includes('\0')) {
      throw new Refusal('invalid_request', `query.${name} contains a NUL`, {
        causes: [{ code: 'characters', field: `query.${name}`, message: 'must not contain a NUL' }],
      })
    }
  }
  return query
}

function summaryOf(causes: readonly Cause[]): string {
  const first = causes[0]?.message ?? 'The request does not fit the contract'
  return causes.length > 1 ? `${first}; and ${causes.length - 1} more` : first
}
