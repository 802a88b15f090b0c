import type { TObject, TSchema } from '@sinclair/typebox'
import type { RefusalCode } from './refusals.ts'
import type { Scope } from './roles.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call: `anyone`; whoever is `signed-in`; or whoever holds a scope.
 * Which of the rows of other practices they may see is the module's policy.
 */
export type Access<S extends string = string> = 'anyone' | 'signed-in' | { readonly scope: S }

/**
 * What a repeated call does. `safe`: it only reads. `natural`: doing it twice is doing it once.
 * `keyed`: it makes something; send `Idempotency-Key` and a repeat gets the first answer.
 */
export type Repeat = 'safe' | 'natural' | 'keyed'

export interface Answer {
  readonly status: 200 | 201 | 202 | 204
  readonly means: string
  /** The JSON body; none where the answer is empty, of another type or made of lines. */
  readonly body?: TSchema
  /** Content type where the body is not JSON. */
  readonly type?: string
  /** Other statuses that mean something else than a refusal: readiness answers 503 with the same body. */
  readonly also?: Readonly<Record<number, string>>
}

/** A body of bytes that programs exchange; pages and probes of text are not for programs. */
export const binaryTypes = ['application/zip'] as const
export type BinaryType = (typeof binaryTypes)[number]
/** What is handed over as the bytes that came. JSON is, where it is signed: the signature is over them. */
type BytesType = BinaryType | 'application/json'

/** Newline-delimited JSON: each line is one value, and neither side ever holds all of them. */
export interface Lines {
  /** One line of the request; none where only the answer is made of lines. `bodyLimitBytes` is then said of one line. */
  readonly request?: TSchema
  /** One line of the answer. A stream that breaks off ends with one line more: `{"problem": {…}}`. */
  readonly answer: TSchema
  /** How many lines are taken; without it there is no end. */
  readonly mostLines?: number
}

export const LINES_TYPE = 'application/x-ndjson'

/** One endpoint, declared once. Binding, OpenAPI, docs and client follow from it. */
export interface Endpoint<S extends string = string> {
  readonly method: Method
  /** Path with `:names` for its parameters. */
  readonly path: `/${string}`
  readonly noun: string
  readonly summary: string
  readonly description?: string
  readonly access: Access<S>
  readonly params?: TObject
  readonly query?: TObject
  /** A body of JSON. */
  readonly body?: TSchema
  /** A body that is taken as it came: bytes of this type. */
  readonly bodyType?: BytesType
  /** A stream of lines each way, or only back. */
  readonly lines?: Lines
  /** Largest body taken, in bytes. */
  readonly bodyLimitBytes?: number
  readonly answer: Answer
  /** What this endpoint can refuse beyond what every endpoint can. */
  readonly refusals?: readonly RefusalCode[]
  readonly repeat: Repeat
  /** Answers carry an ETag and `If-None-Match` is honoured. */
  readonly conditional?: boolean
  /** Not counted against the request limit: probes and metrics. */
  readonly unlimited?: boolean
  /** The query carries what nobody may keep: it is never logged, and the answer is never stored. */
  readonly privateQuery?: true
  /** Promised to integrators, but served only from this version on: it can be read about, not called. */
  readonly coming?: string
}

/** Declares endpoints of one server, by its own scopes. All that is known of them is kept; a field that no endpoint has is a mistake. */
export function endpointsBy<S extends string>() {
  return function endpoint<const E extends Endpoint<S>>(
    declared: E & Readonly<Record<Exclude<keyof E, keyof Endpoint>, never>>,
  ): E {
    return declared
  }
}

/** Declares an endpoint of the LIMS. */
export const endpoint = endpointsBy<Scope>()

// Not `Static<S>`: unfolding that for an S that is still open goes too deep for the compiler.
type Read<S> = S extends { static: infer T } ? T : undefined
export type ParamsOf<E> = E extends { params: infer S } ? Read<S> : undefined
export type QueryOf<E> = E extends { query: infer S } ? Read<S> : undefined
/** The body of a request as JSON; bytes are `Bytes`, because a server has them otherwise than a client. */
export type BodyOf<E, Bytes> = E extends { bodyType: BytesType }
  ? Bytes
  : E extends { body: infer S }
    ? Read<S>
    : undefined
export type AnswerOf<E> = E extends { answer: { body: infer S } } ? Read<S> : undefined
export type AskedLineOf<E> = E extends { lines: { request: infer S } } ? Read<S> : undefined
export type AnswerLineOf<E> = E extends { lines: { answer: infer S } } ? Read<S> : undefined

/** Refusals that any endpoint of this form can give, by how it is declared. */
export function refusalsOf(e: Endpoint): RefusalCode[] {
  const always: RefusalCode[] = ['invalid_request', 'malformed_url', 'internal_error', 'not_ready']
  const limited: RefusalCode[] = e.unlimited ? [] : ['too_many_requests']
  const signedIn: RefusalCode[] = e.access === 'anyone' ? [] : ['not_signed_in']
  const scoped: RefusalCode[] = typeof e.access === 'object' ? ['not_allowed'] : []
  const read: RefusalCode[] = takesBody(e) ? ['malformed_body', 'body_too_large', 'unsupported_media_type'] : []
  const keyed: RefusalCode[] = e.repeat === 'keyed' ? ['idempotency_in_flight', 'idempotency_key_reused'] : []
  return [...new Set([...always, ...limited, ...signedIn, ...scoped, ...read, ...keyed, ...(e.refusals ?? [])])]
}

const takesBody = (e: Endpoint): boolean => [e.body, e.bodyType, e.lines?.request].some((form) => form !== undefined)
