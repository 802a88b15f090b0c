import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import type { Refusal } from '../refusal.ts'
import { problemOf } from './problem.ts'

export interface Outgoing {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly conditional: boolean
}

/** Puts an answer on the wire; a conditional one the caller already has becomes a 304. */
export function send(ctx: Context, out: Outgoing): void {
  ctx.status = out.status
  ctx.set(out.headers)
  if (out.body === undefined) {
    ctx.body = null
    ctx.status = out.status
    return
  }
  ctx.type = out.type
  ctx.body = out.body
  if (!out.conditional) {
    if (!ctx.response.get('cache-control')) ctx.set('cache-control', 'no-store')
    return
  }
  // no-cache: keep it, but ask before each use.
  if (!ctx.response.get('cache-control')) ctx.set('cache-control', 'private, no-cache')
  ctx.vary('authorization')
  // Weak: the same content may travel compressed or not.
  ctx.set('etag', `W/"${createHash('sha256').update(out.body).digest('base64url').slice(0, 27)}"`)
  if (ctx.fresh) {
    ctx.status = 304
    ctx.body = null
  }
}

export function sendRefusal(ctx: Context, refusal: Refusal): void {
  ctx.status = refusal.status
  ctx.set(refusal.headers)
  if (refusal.status === 401) ctx.set('www-authenticate', 'Bearer realm="ils"')
  ctx.set('cache-control', 'no-store')
  ctx.body = JSON.stringify(problemOf(refusal))
  ctx.type = 'application/problem+json'
}
