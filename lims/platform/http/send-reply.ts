import type { Context } from 'koa'
import type { Endpoint } from '@ils/contract/endpoint'
import { checkOf } from '@ils/contract/validate'
import type { Reply } from './binding.ts'
import { hasIt, JSON_TYPE, send, sendUnchanged, weak } from './send.ts'

type Text = string | Buffer

/** The reply of a handler as it is to be sent or kept. */
export interface Composed {
  readonly status: number
  readonly headers: Readonly<Record<string, string>> | undefined
  /** None for an empty answer. */
  readonly body: Text | undefined
}

export interface ReplySender {
  send(ctx: Context, reply: Reply): void | Promise<void>
  compose(reply: Reply): Composed
}

/** Turns the replies of one endpoint into answers; `checked` compares each with the contract first. */
export function replySender(endpoint: Endpoint, checked: boolean): ReplySender {
  const { answer, conditional = false, privateQuery = false } = endpoint
  const route = `${endpoint.method} ${endpoint.path}`
  const check = checked && answer.body ? checkOf(answer.body) : undefined

  function verify(text: Text | undefined): Text | undefined {
    const found = check?.(text === undefined ? undefined : JSON.parse(text.toString()), 'answer')
    if (found && !found.ok) throw brokenContract(endpoint, found.causes)
    return text
  }

  /** Only JSON answers have a schema; of the others the handler gives text or bytes. */
  function written(value: unknown): Text | undefined {
    if (!answer.body) return value instanceof Uint8Array ? asBuffer(value) : (value as string | undefined)
    return verify(value === undefined ? undefined : JSON.stringify(value))
  }

  const compose = (reply: Reply): Composed => ({
    status: reply.status ?? answer.status,
    headers: reply.headers,
    // The types of `bind` let only an answer with a tag be given as a function.
    body: reply.text === undefined ? written(reply.body) : verify(reply.text as Text),
  })

  const put = (ctx: Context, reply: Reply, composed: Composed, tag?: string): void => {
    // Set last by us and first by nobody: a private answer is never stored, whatever the handler says.
    const headers = privateQuery ? { ...composed.headers, 'cache-control': 'no-store' } : composed.headers
    send(ctx, { ...composed, headers, type: reply.type ?? answer.type ?? JSON_TYPE, conditional, tag })
  }

  async function putLater(ctx: Context, reply: Reply, tag: string): Promise<void> {
    const { text, body } = reply
    const made = typeof text === 'function' ? { text: await text() } : { body: await (body as () => unknown)() }
    const { headers, status } = reply
    put(ctx, reply, compose({ ...made, ...(headers ? { headers } : {}), ...(status ? { status } : {}) }), tag)
  }

  return {
    compose,
    send(ctx, reply) {
      const tag = reply.etag === undefined ? undefined : tagOf(reply.etag, conditional, route)
      if (tag !== undefined && !hasIt(ctx, tag)) return putLater(ctx, reply, tag)
      if (tag === undefined) put(ctx, reply, compose(reply))
      else sendUnchanged(ctx, tag, reply.headers)
      // Nothing to wait for.
      return undefined
    },
  }
}

/** The same bytes: what packs and draws gives arrays of bytes that are no buffers of Node. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function brokenContract({ method, path }: Endpoint, causes: readonly { message: string }[]): Error {
  return new Error(`${method} ${path} broke its own contract: ${causes.map((cause) => cause.message).join('; ')}`)
}

const TAG = /^[\x21\x23-\x7e]{1,100}$/

function tagOf(word: string, conditional: boolean, route: string): string {
  if (!conditional) throw new Error(`${route} gives its answer a tag, but is not declared conditional`)
  if (!TAG.test(word)) throw new Error(`${route} gives its answer a tag that no header can carry`)
  return weak(word)
}
