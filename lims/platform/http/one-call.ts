import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from 'koa'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import type { Call } from './binding.ts'
import type { Input } from './read-input.ts'

/**
 * One call of an endpoint, as its handler sees it. Its signal is made when it is asked for, by a getter that all calls
 * share: with a getter of its own each call would be of a new hidden class, and V8 keeps those, and through them the
 * whole request, until the next full collection.
 */
export class OneCall<App extends Foundation> implements Call<App, unknown, unknown, unknown, unknown> {
  readonly app: App
  readonly actor: Actor
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly lines: unknown
  readonly #ctx: Context
  readonly #stopping: AbortSignal

  constructor(app: App, actor: Actor, input: Input, ctx: Context, stopping: AbortSignal) {
    this.app = app
    this.actor = actor
    this.params = input.params
    this.query = input.query
    this.body = input.body
    this.lines = input.lines
    this.#ctx = ctx
    this.#stopping = stopping
  }

  get headers(): IncomingHttpHeaders {
    return this.#ctx.req.headers
  }

  get address(): string {
    return this.#ctx.ip
  }

  get signal(): AbortSignal {
    const gone = new AbortController()
    this.#ctx.res.once('close', () => {
      gone.abort()
    })
    return AbortSignal.any([gone.signal, this.#stopping])
  }
}
