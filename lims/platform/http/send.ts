import { hash } from 'node:crypto'
import type { Context } from 'koa'
import type { Refusal } from '../refusal.ts'
import { problemOf } from './problem.ts'

export interface Outgoing {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer | undefined
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly conditional: boolean
}

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Puts an answer on the wire; a conditional one the caller already has becomes a 304. */
export function send(ctx: Context, out: Outgoing): void {
  const { res } = ctx
  ctx.status = out.status
  if (out.headers) setHeaders(ctx, out.headers)
  if (out.body === undefined) {
    ctx.body = null
    ctx.status = out.status
    return
  }
  // Koa would look a type up to complete it; this one is whole.
  if (out.type === JSON_TYPE) res.setHeader('content-type', JSON_TYPE)
  else ctx.type = out.type
  ctx.body = out.body
  if (!out.conditional) {
    if (!res.hasHeader('cache-control')) res.setHeader('cache-control', 'no-store')
    return
  }
  // no-cache: keep it, but ask before each use.
  if (!res.hasHeader('cache-control')) res.setHeader('cache-control', 'private, no-cache')
  vary(ctx, 'authorization')
  // Weak: the same content may travel compressed or not.
  res.setHeader('etag', `W/"${hash('sha256', out.body, 'base64url').slice(0, 27)}"`)
  if (asksWhetherNew(ctx) && ctx.fresh) {
    ctx.status = 304
    ctx.body = null
  }
}

/** `ctx.set` without the copies it makes; only where nothing has been sent yet. */
export function setHeaders(ctx: Context, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) ctx.res.setHeader(name, headers[name] ?? '')
}

/** Adds to `Vary`; most answers have none yet, and then there is nothing to read and compare. */
export function vary(ctx: Context, on: string): void {
  if (ctx.res.hasHeader('vary')) ctx.vary(on)
  else ctx.res.setHeader('vary', on)
}

function asksWhetherNew({ req }: Context): boolean {
  return req.headers['if-none-match'] !== undefined || req.headers['if-modified-since'] !== undefined
}

export function sendRefusal(ctx: Context, refusal: Refusal): void {
  ctx.status = refusal.status
  ctx.set(refusal.headers)
  if (refusal.status === 401) ctx.set('www-authenticate', 'Bearer realm="ils"')
  ctx.set('cache-control', 'no-store')
  ctx.body = JSON.stringify(problemOf(refusal))
  ctx.type = 'application/problem+json'
}
