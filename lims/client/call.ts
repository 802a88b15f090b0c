import type { AnswerLineOf, AnswerOf, AskedLineOf, BinaryType, BodyOf, ParamsOf, QueryOf } from '@ils/contract/endpoint'

// In brackets: a body of several shapes is one part that may have any of them.
type Part<Name extends string, T> = [T] extends [undefined] ? unknown : Record<Name, T>

/** Lines to be sent: a list, or whatever makes them one by one. */
type Sent<T> = Iterable<T> | AsyncIterable<T>

type Needed<E> = Part<'params', ParamsOf<E>> &
  Part<'body', BodyOf<E, Uint8Array>> &
  (AskedLineOf<E> extends undefined ? unknown : { lines: Sent<AskedLineOf<E>> })

type Input<E> = Needed<E> &
  (QueryOf<E> extends undefined ? unknown : { query?: Partial<QueryOf<E>> }) & {
    /** Your own unique word for the request: a repeat with it gets the first answer. */
    idempotencyKey?: string
    signal?: AbortSignal
  }

/** The answer of a conditional endpoint to a caller that may have it already. */
export type Fresh<T> =
  | { readonly notModified: true; readonly etag: string }
  | { readonly notModified: false; readonly etag: string | null; readonly body: T }

type Answered<E> = E extends { lines: object }
  ? AsyncIterable<AnswerLineOf<E>>
  : Promise<E extends { answer: { type: BinaryType } } ? Uint8Array : AnswerOf<E>>

type Plain<E> = unknown extends Needed<E> ? (input?: Input<E>) => Answered<E> : (input: Input<E>) => Answered<E>

/** With `ifNoneMatch`, the tag you have or null for none yet, the answer says whether it is another one by now. */
type Conditional<E> = (input: Input<E> & { ifNoneMatch: string | null }) => Promise<Fresh<AnswerOf<E>>>

/** How an endpoint is called. */
export type Call<E> = E extends { conditional: true } ? Conditional<E> & Plain<E> : Plain<E>

type IsForPrograms<E> = E extends { coming: string }
  ? false
  : E extends { answer: { body: object } } | { answer: { type: BinaryType } } | { lines: object }
    ? true
    : false

/** A method for every endpoint that is served, and whose answer is for programs: pages and probes of text are not. */
export type ClientOf<Api> = {
  readonly [K in keyof Api as IsForPrograms<Api[K]> extends true ? K : never]: Call<Api[K]>
}

/** The input of a call as the client reads it, whichever endpoint it is for. */
export interface AnyInput {
  readonly params?: Record<string, unknown>
  readonly query?: Record<string, string | number | boolean | undefined>
  readonly body?: unknown
  readonly lines?: Sent<unknown>
  readonly ifNoneMatch?: string | null
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}
