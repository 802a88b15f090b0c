import { hash } from 'node:crypto'
import type { Context } from 'koa'
import type { Refusal } from '../refusal.ts'
import { problemOf } from './problem.ts'

export interface Outgoing {
  readonly status: number
  readonly type: string
  readonly body: string | Buffer | undefined
  readonly headers: Readonly<Record<string, string>> | undefined
  /** Whether callers may keep the answer and ask whether it is new. */
  readonly conditional: boolean
  /** The tag, where it was known beforehand; otherwise it is made of the body. */
  readonly tag?: string | undefined
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
  if (!out.conditional) {
    if (!res.hasHeader('cache-control')) res.setHeader('cache-control', 'no-store')
  } else {
    const tag = out.tag ?? weak(hash('sha256', out.body, 'base64url').slice(0, 27))
    // Whoever gave the tag has compared it already; and only a success can be something that the caller has.
    if (out.tag === undefined && out.status === 200 && hasIt(ctx, tag)) {
      sendUnchanged(ctx, tag, undefined)
      return
    }
    setCaching(ctx, tag)
  }
  // Koa would look a type up to complete it; this one is whole.
  if (out.type === JSON_TYPE) res.setHeader('content-type', JSON_TYPE)
  else ctx.type = out.type
  ctx.body = out.body
}

export function sendUnchanged(ctx: Context, tag: string, headers: Outgoing['headers']): void {
  if (headers) setHeaders(ctx, headers)
  setCaching(ctx, tag)
  ctx.status = 304
  ctx.body = null
}

function setCaching(ctx: Context, tag: string): void {
  // no-cache: keep it, but ask before each use.
  if (!ctx.res.hasHeader('cache-control')) ctx.res.setHeader('cache-control', 'private, no-cache')
  vary(ctx, 'authorization')
  ctx.res.setHeader('etag', tag)
}

/** Weak: the same content may travel compressed or not. */
export const weak = (word: string): string => `W/"${word}"`

// RFC 9110, 8.8.3: a tag may hold a comma, so a list of them is not split at commas.
const TAGS = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g

/** Whether the caller names this tag as one it has, by the weak comparison that RFC 9110, 13.1.2, asks for. */
export function hasIt({ req, method }: Context, tag: string): boolean {
  const named = req.headers['if-none-match']
  if (named === undefined || (method !== 'GET' && method !== 'HEAD')) return false
  if (named === tag || named.trim() === '*') return true
  const word = tag.slice(3, -1)
  for (const [, known] of named.matchAll(TAGS)) if (known === word) return true
  return false
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

export function sendRefusal(ctx: Context, refusal: Refusal): void {
  ctx.status = refusal.status
  ctx.set(refusal.headers)
  if (refusal.status === 401) ctx.set('www-authenticate', 'Bearer realm="ils"')
  ctx.set('cache-control', 'no-store')
  ctx.body = JSON.stringify(problemOf(refusal))
  ctx.type = 'application/problem+json'
}
