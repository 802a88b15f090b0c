import type { TObject, TSchema } from '@sinclair/typebox'
import type { RefusalCode } from './refusals.ts'
import type { Scope } from './roles.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call: `anyone`; whoever is `signed-in`; or whoever holds a scope.
 * Which of the rows of other practices they may see is the module's policy.
 */
export type Access = 'anyone' | 'signed-in' | { readonly scope: Scope }

/**
 * What a repeated call does. `safe`: it only reads. `natural`: doing it twice is doing it once.
 * `keyed`: it makes something; send `Idempotency-Key` and a repeat gets the first answer.
 */
export type Repeat = 'safe' | 'natural' | 'keyed'

export interface Answer<B extends TSchema | undefined> {
  readonly status: 200 | 201 | 202 | 204
  readonly means: string
  /** The JSON body; none where the answer is empty or of another type. */
  readonly body?: B
  /** Content type where the body is not JSON. */
  readonly type?: string
  /** Other statuses that mean something else than a refusal: readiness answers 503 with the same body. */
  readonly also?: Readonly<Record<number, string>>
}

/** One endpoint, declared once. Binding, OpenAPI, docs and client follow from it. */
export interface Endpoint<
  P extends TObject | undefined = TObject | undefined,
  Q extends TObject | undefined = TObject | undefined,
  B extends TSchema | undefined = TSchema | undefined,
  A extends TSchema | undefined = TSchema | undefined,
> {
  readonly method: Method
  /** Path with `:names` for its parameters. */
  readonly path: `/${string}`
  readonly noun: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Largest body taken, in bytes. */
  readonly bodyLimitBytes?: number
  readonly answer: Answer<A>
  /** What this endpoint can refuse beyond what every endpoint can. */
  readonly refusals?: readonly RefusalCode[]
  readonly repeat: Repeat
  /** Answers carry an ETag and `If-None-Match` is honoured. */
  readonly conditional?: boolean
  /** Not counted against the request limit: probes and metrics. */
  readonly unlimited?: boolean
}

export function endpoint<
  P extends TObject | undefined = undefined,
  Q extends TObject | undefined = undefined,
  B extends TSchema | undefined = undefined,
  A extends TSchema | undefined = undefined,
>(declared: Endpoint<P, Q, B, A>): Endpoint<P, Q, B, A> {
  return declared
}

// Not `Static<S>`: unfolding that for an S that is still open goes too deep for the compiler.
type Read<S> = S extends { static: unknown } ? S['static'] : undefined
export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _A> ? Read<P> : never
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _A> ? Read<Q> : never
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _A> ? Read<B> : never
export type AnswerOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer A> ? Read<A> : never

/** Refusals that any endpoint of this form can give, by how it is declared. */
export function refusalsOf(e: Endpoint): RefusalCode[] {
  const always: RefusalCode[] = ['invalid_request', 'malformed_url', 'internal_error', 'not_ready']
  const limited: RefusalCode[] = e.unlimited ? [] : ['too_many_requests']
  const signedIn: RefusalCode[] = e.access === 'anyone' ? [] : ['not_signed_in']
  const scoped: RefusalCode[] = typeof e.access === 'object' ? ['not_allowed'] : []
  const bodied: RefusalCode[] = e.body ? ['malformed_body', 'body_too_large', 'unsupported_media_type'] : []
  const keyed: RefusalCode[] = e.repeat === 'keyed' ? ['idempotency_in_flight', 'idempotency_key_reused'] : []
  return [...new Set([...always, ...limited, ...signedIn, ...scoped, ...bodied, ...keyed, ...(e.refusals ?? [])])]
}
