import type { IncomingHttpHeaders } from 'node:http'
import type { AnswerLineOf, AnswerOf, AskedLineOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '@ils/contract/endpoint'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import type { Line } from './read-lines.ts'

/** One call of an endpoint, validated and authorised. */
export interface Call<App extends Foundation, P, Q, B, L> {
  readonly app: App
  readonly actor: Actor
  readonly params: P
  readonly query: Q
  readonly body: B
  /** As they came: for signatures and cookies, which are not of the contract. */
  readonly headers: IncomingHttpHeaders
  /** Where the call comes from, behind the proxies that are trusted. */
  readonly address: string
  /** What the caller sends line by line, read as fast as it is taken; each line says whether it fits. To be read once. */
  readonly lines: L
  /** Fires when the caller is gone or the process stops: for what waits. */
  readonly signal: AbortSignal
}

interface Head {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Content type of a body that is not JSON, where it differs from the declared one. */
  readonly type?: string
}

type Text = string | Buffer
type Bytes = string | Uint8Array
type Later<T> = () => T | Promise<T>

/** The whole answer. */
export interface Whole<T> extends Head {
  readonly body: T
  readonly etag?: never
}
/** An answer whose tag is known before it is made: who has it already costs no more than the comparison. */
export interface Tagged<T> extends Head {
  /** Any text without spaces and quotes that changes whenever the answer does. */
  readonly etag: string
  readonly body: Later<T>
}
/** JSON that the handler has as text already. */
export interface Written extends Head {
  readonly text: Text
  readonly etag?: never
}
export interface TaggedWritten extends Head {
  readonly etag: string
  readonly text: Later<Text>
}
/** Written one per line, as fast as the caller reads. */
export interface Streamed<T> extends Head {
  readonly lines: AsyncIterable<T>
}

type ReplyOf<E> = E extends { lines: object }
  ? Streamed<AnswerLineOf<E>>
  : E extends { answer: { body: object } }
    ? Whole<AnswerOf<E>> | Tagged<AnswerOf<E>> | Written | TaggedWritten
    : Whole<Bytes | undefined> | Tagged<Bytes>

/** Any of these replies, as the mount meets them. */
export interface Reply extends Head {
  readonly etag?: string
  readonly body?: unknown
  readonly text?: Text | Later<Text>
  readonly lines?: AsyncIterable<unknown>
}

export interface Binding<App extends Foundation> {
  readonly endpoint: Endpoint
  handle(call: Call<App, unknown, unknown, unknown, unknown>): Promise<Reply>
}

type LinesFor<E> = E extends { lines: { request: object } } ? AsyncIterable<Line<AskedLineOf<E>>> : undefined

/** Binds declared endpoints to their verbs, for one kind of app. Nothing else can be mounted. */
export function binderFor<App extends Foundation>() {
  return function bind<E extends Endpoint>(
    endpoint: E,
    handle: (call: Call<App, ParamsOf<E>, QueryOf<E>, BodyOf<E, Buffer>, LinesFor<E>>) => Promise<ReplyOf<NoInfer<E>>>,
  ): Binding<App> {
    // The mount validates params, query, body and lines against this very endpoint before it calls: the types hold.
    return { endpoint, handle }
  }
}
