import type { TObject, TSchema } from '@sinclair/typebox'
import type { Endpoint } from '@ils/contract/endpoint'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'

// Not `Static<S>`: unfolding that for an S that is still open goes too deep for the compiler.
type Read<S> = S extends { static: unknown } ? S['static'] : undefined

type BodyFor<A> = A extends { static: unknown } ? A['static'] : string | Buffer | undefined

/** One call of an endpoint, validated and authorised. */
export interface Call<App extends Foundation, P, Q, B> {
  readonly app: App
  readonly actor: Actor
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Fires when the caller is gone or the process stops: for what waits. */
  readonly signal: AbortSignal
}

export interface Reply<T> {
  readonly body: T
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Content type of a body that is not JSON, where it differs from the declared one. */
  readonly type?: string
}

export interface Binding<App extends Foundation> {
  readonly endpoint: Endpoint
  handle(call: Call<App, unknown, unknown, unknown>): Promise<Reply<unknown>>
}

/** Binds declared endpoints to their verbs, for one kind of app. Nothing else can be mounted. */
export function binderFor<App extends Foundation>() {
  return function bind<
    P extends TObject | undefined,
    Q extends TObject | undefined,
    B extends TSchema | undefined,
    A extends TSchema | undefined,
  >(
    endpoint: Endpoint<P, Q, B, A>,
    handle: (call: Call<App, Read<P>, Read<Q>, Read<B>>) => Promise<Reply<BodyFor<NoInfer<A>>>>,
  ): Binding<App> {
    // The mount validates params, query and body against this very endpoint before it calls: the types hold.
    return { endpoint, handle }
  }
}
