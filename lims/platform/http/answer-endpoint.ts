import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { Access, Endpoint } from '@ils/contract/endpoint'
import { anonymous, type Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { once } from '../idempotency/once.ts'
import { CredentialsRefused, Refusal } from '../refusal.ts'
import { lineAnswering, type LineAnswering } from './answer-lines.ts'
import type { Binding, Reply } from './binding.ts'
import type { MountOptions } from './mount-options.ts'
import { observedOf } from './observe-requests.ts'
import { OneCall } from './one-call.ts'
import { asRefusal } from './problem.ts'
import type { LimitHeaders } from './rate-limit.ts'
import { readBytes, readJsonBody, type ReadBody } from './read-body.ts'
import { inputReader, type Input } from './read-input.ts'
import { holdsSecrets, withoutSecrets } from './secrets.ts'
import { JSON_TYPE, send, setHeaders } from './send.ts'
import { replySender } from './send-reply.ts'

export type AnswerRequest = (ctx: Context, params: Record<string, string>) => Promise<void>

/**
 * One endpoint's way: who is it, are they within their limit, may they, is it well-formed, do it, answer.
 * What is known at once is not waited for: each promise of a request costs, and carries its correlation id along.
 */
export function answerEndpoint<App extends Foundation>(
  options: MountOptions<App>,
  binding: Binding<App>,
): AnswerRequest {
  const { endpoint } = binding
  const route = `${endpoint.method} ${endpoint.path}`
  const readInput = inputReader(endpoint)
  const limitBytes = endpoint.bodyLimitBytes ?? options.settings.bodyLimitBytes
  const { checkAnswers } = options.settings
  const replies = replySender(endpoint, checkAnswers)
  const lines = endpoint.lines && lineAnswering(endpoint.lines, { endpoint, limitBytes, checkAnswers })
  const readBody = bodyReader(endpoint, limitBytes)
  const keyed = endpoint.repeat === 'keyed'
  const hasSecrets = holdsSecrets(endpoint.answer.body)

  return async (ctx, params) => {
    const observed = observedOf(ctx)
    observed.route = endpoint.path
    observed.quiet = endpoint.unlimited === true
    try {
      options.admit?.(ctx.req, endpoint)
      const found = identify(ctx, options, endpoint)
      const actor = found instanceof Promise ? await found : found
      observed.actor = actor
      if (endpoint.unlimited !== true) {
        const taken = takeFromLimit(ctx, options, actor)
        setHeaders(ctx, taken instanceof Promise ? await taken : taken)
      }
      refuseUnlessAllowed(actor, endpoint.access, options.credentialsOf ? 'Sign in first' : BY_AUTHORIZATION)
      observed.discreet = endpoint.privateQuery === true
      const read = readBody ? await readBody(ctx.req) : NO_BODY
      const input = readInput(ctx, params, read.value, lines?.open(ctx))
      const key = keyed ? idempotencyKeyOf(ctx) : undefined
      if (key === undefined) {
        const reply = await binding.handle(new OneCall(options.app, actor, input, ctx, options.stopping))
        if (lines) await answerLines(ctx, lines, reply)
        else {
          const sent = replies.send(ctx, reply)
          if (sent) await sent
        }
      } else await answerOnce(ctx, actor, input, read.raw, key)
    } catch (error) {
      await tellOfAccess(ctx, error)
      throw error
    } finally {
      lines?.end(ctx)
    }
  }

  async function answerLines(ctx: Context, answering: LineAnswering, reply: Reply): Promise<void> {
    const observed = observedOf(ctx)
    const broken = await answering.answer(ctx, reply, async (error) => {
      await tellOfAccess(ctx, error)
      return asRefusal(error, options.app.log, observed.discreet)
    })
    observed.brokenOff = broken?.status
  }

  async function tellOfAccess(ctx: Context, error: unknown): Promise<void> {
    if (!(error instanceof Refusal) || !ABOUT_ACCESS.has(error.code)) return
    const known = error instanceof CredentialsRefused ? error.known : null
    const actor = known ?? observedOf(ctx).actor ?? anonymous
    await options.onAccessRefused({ actor, code: error.code, detail: error.message, route, address: ctx.ip })
  }

  async function answerOnce(ctx: Context, actor: Actor, input: Input, rawBody: Buffer, key: string): Promise<void> {
    const scope = `${actor.id ?? 'anonymous'} ${endpoint.method} ${ctx.path}`
    const sealing = { authorization: credentialsIn(ctx, options), rawBody, idempotencyKey: key }
    const outcome = await once(options.app.db, { scope, ...sealing }, async (trx) => {
      const reply = await binding.handle(new OneCall({ ...options.app, db: trx }, actor, input, ctx, options.stopping))
      const composed = replies.compose(reply)
      const text = composed.body?.toString() ?? null
      return {
        status: composed.status,
        headers: { ...composed.headers },
        text,
        textWithoutSecrets: text === null || !hasSecrets ? text : textWithoutSecrets(endpoint, text),
      }
    })
    if (outcome.replayed) ctx.set('idempotent-replayed', 'true')
    const { status, headers, text } = outcome
    send(ctx, { status, headers, body: text ?? undefined, type: JSON_TYPE, conditional: false })
  }
}

/** Refusals that say who may do what: they are counted or kept in the audit trail. */
const ABOUT_ACCESS: ReadonlySet<Refusal['code']> = new Set([
  'not_signed_in',
  'not_allowed',
  'setup_closed',
  'too_many_requests',
])

/** Bad credentials count against the address they come from, so that guessing gets slow. */
function identify<App extends Foundation>(
  ctx: Context,
  options: MountOptions<App>,
  endpoint: Endpoint,
): Actor | Promise<Actor> {
  if (endpoint.access === 'anyone') return anonymous
  const credentials = credentialsIn(ctx, options)
  if (credentials === '') return anonymous
  try {
    const found = options.authenticate(credentials, ctx.res)
    return found instanceof Promise ? found.catch((error: unknown) => countGuess(ctx, options, error)) : found
  } catch (error) {
    return countGuess(ctx, options, error)
  }
}

const credentialsIn = <App extends Foundation>(ctx: Context, options: MountOptions<App>): string =>
  options.credentialsOf ? options.credentialsOf(ctx.req) : (ctx.req.headers.authorization ?? '')

async function countGuess<App extends Foundation>(
  ctx: Context,
  { rateLimit, settings }: MountOptions<App>,
  error: unknown,
): Promise<never> {
  if (error instanceof CredentialsRefused) await rateLimit.take(`address ${ctx.ip}`, settings.anonymousPerMinute)
  throw error
}

function takeFromLimit<App extends Foundation>(
  ctx: Context,
  { rateLimit, settings }: MountOptions<App>,
  actor: Actor,
): LimitHeaders | Promise<LimitHeaders> {
  const known = actor.keyId ?? actor.id
  return known === null
    ? rateLimit.take(`address ${ctx.ip}`, settings.anonymousPerMinute)
    : rateLimit.take(known, actor.requestsPerMinute)
}

const BY_AUTHORIZATION = 'Send an API key or a token as `Authorization: Bearer …`'

function refuseUnlessAllowed(actor: Actor, access: Access, signInBy: string): void {
  if (access === 'anyone') return
  if (actor.kind === 'anonymous') {
    throw new Refusal('not_signed_in', signInBy)
  }
  if (typeof access === 'object' && !actor.scopes.includes(access.scope)) {
    const detail = `This needs the scope ${access.scope}`
    throw new Refusal('not_allowed', detail, {
      causes: [{ code: 'scope', field: 'credentials', message: detail, value: [...actor.scopes], limit: access.scope }],
    })
  }
}

const NO_BODY: ReadBody = { raw: Buffer.alloc(0), value: undefined }

function bodyReader(
  { body, bodyType }: Endpoint,
  limitBytes: number,
): ((request: IncomingMessage) => Promise<ReadBody>) | undefined {
  if (bodyType) return (request) => readBytes(request, bodyType, limitBytes)
  return body && ((request) => readJsonBody(request, limitBytes))
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/

function idempotencyKeyOf(ctx: Context): string | undefined {
  const key = ctx.get('idempotency-key')
  if (key === '') return undefined
  if (IDEMPOTENCY_KEY.test(key)) return key
  const message = 'Idempotency-Key must be 1 to 200 printable characters without spaces'
  throw new Refusal('invalid_request', message, {
    causes: [{ code: 'pattern', field: 'header.idempotency-key', message, limit: 200 }],
  })
}

function textWithoutSecrets({ answer }: Endpoint, text: string): string {
  return answer.body ? JSON.stringify(withoutSecrets(answer.body, JSON.parse(text))) : text
}
