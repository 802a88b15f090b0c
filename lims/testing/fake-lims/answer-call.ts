import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import { checkOf } from '@ils/contract/validate'
import { Refusal } from '@ils/platform/refusal'
import { Type } from '@sinclair/typebox'
import { exampleOf } from './example-of.ts'
import { jobAnswers } from './job-answers.ts'
import { judge, orderAnswers } from './order-answers.ts'
import type { Found, ReadInput } from './read-call.ts'
import type { FakeKey, FakeState } from './state.ts'
import { systemAnswers } from './system-answers.ts'
import { toldAnswers } from './told-answers.ts'

export interface Said {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
}

type AnyHandler = (call: Record<string, unknown>) => unknown
const handlers = { ...systemAnswers, ...orderAnswers, ...jobAnswers, ...toldAnswers } as Readonly<
  Record<string, AnyHandler | undefined>
>

const anonymous: FakeKey = { secret: '', id: '', name: 'nobody', practice: null, scopes: [] }

/** Whose call it is; refused where they may not. */
export function keyOf(state: FakeState, { access }: Endpoint, { authorization }: IncomingHttpHeaders): FakeKey {
  if (access === 'anyone') return anonymous
  const key = state.keys.get(authorization?.replace('Bearer ', '') ?? '')
  if (!key) throw new Refusal('not_signed_in', 'Send an API key that this fake LIMS was given')
  if (typeof access === 'object' && !key.scopes.some((scope) => scope === access.scope)) {
    throw new Refusal('not_allowed', `This needs the scope ${access.scope}`)
  }
  return key
}

/** Carries a call out, once for each idempotency key. */
export function answering(
  state: FakeState,
): (found: Found, key: FakeKey, input: ReadInput, headers: IncomingHttpHeaders) => Promise<Said> {
  const kept = new Map<string, { readonly hash: string; said?: Said }>()

  return async (found, key, input, headers) => {
    const idempotencyKey = headers['idempotency-key']
    if (found.endpoint.repeat !== 'keyed' || typeof idempotencyKey !== 'string')
      return carryOut(found, key, input, headers)
    const name = `${key.id} ${found.name} ${JSON.stringify(input.params)} ${idempotencyKey}`
    const hash = createHash('sha256').update(input.raw).digest('hex')
    const known = kept.get(name)
    if (known) {
      if (!known.said)
        throw new Refusal('idempotency_in_flight', 'Ask again in a moment', { headers: { 'retry-after': '1' } })
      if (known.hash !== hash) throw new Refusal('idempotency_key_reused', 'It came with another body before')
      return { ...known.said, headers: { ...known.said.headers, 'idempotent-replayed': 'true' } }
    }
    const mine: { readonly hash: string; said?: Said } = { hash }
    kept.set(name, mine)
    try {
      mine.said = await carryOut(found, key, input, headers)
      return mine.said
    } catch (error) {
      // A refusal leaves nothing behind.
      kept.delete(name)
      throw error
    }
  }

  async function carryOut(
    { name, endpoint }: Found,
    key: FakeKey,
    input: ReadInput,
    headers: IncomingHttpHeaders,
  ): Promise<Said> {
    const { status, type = 'application/json; charset=utf-8', body } = endpoint.answer
    if (endpoint.lines) return { status, headers: { 'content-type': LINES_TYPE }, text: linesOf(name, input.raw) }
    const { params, query } = input
    const said = await (handlers[name]?.({ state, key, params, query, body: input.body }) ?? (body && exampleOf(body)))
    const text = body ? JSON.stringify(mustKeepContract(name, endpoint, said)) : ''
    const about = { 'content-type': type }
    if (endpoint.conditional !== true) return { status, headers: about, text }
    const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag }, text: '' }
    return { status, headers: { ...about, etag }, text }
  }

  function linesOf(name: string, raw: Buffer): string {
    if (name !== 'validateMany') return ''
    const lines = raw
      .toString()
      .split('\n')
      .filter((line) => line.trim() !== '')
    return lines.map((line, i) => `${JSON.stringify({ line: i + 1, ...judgeLine(line) })}\n`).join('')
  }

  function judgeLine(line: string): { id: string | null; validation: unknown; refusal: unknown } {
    const asked: unknown = JSON.parse(line)
    const checked = checkOf(limsApi.validateMany.lines.request)(asked, 'line')
    if (!checked.ok) {
      const [first] = checked.causes
      return {
        id: null,
        validation: null,
        refusal: { code: 'invalid_request', message: first?.message ?? '', causes: checked.causes },
      }
    }
    const { id = null, order } = checked.value as { id?: string; order: never }
    return { id, validation: judge(state, order), refusal: null }
  }
}

/** A fake that answers what no LIMS would is worse than none. */
function mustKeepContract(name: string, { answer }: Endpoint, said: unknown): unknown {
  const checked = checkOf(answer.body ?? Type.Unknown())(said, name)
  if (checked.ok) return said
  throw new Error(`the fake LIMS answers ${name} wrongly: ${checked.causes.map(({ message }) => message).join('; ')}`)
}
