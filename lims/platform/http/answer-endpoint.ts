import type { Context, Middleware } from 'koa'
import type { Access, Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import { checkOf, type Check } from '@ils/contract/validate'
import { anonymous, type Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { once } from '../idempotency/once.ts'
import { CredentialsRefused, Refusal } from '../refusal.ts'
import type { Binding, Call, Reply } from './binding.ts'
import type { MountOptions } from './mount-options.ts'
import { observedOf } from './observe-requests.ts'
import { readJsonBody, type ReadBody } from './read-body.ts'
import { withoutSecrets } from './secrets.ts'
import { send } from './send.ts'

interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly raw: Buffer
}

/** One endpoint's way: who is it, are they within their limit, may they, is it well-formed, do it, answer. */
export function answerEndpoint<App extends Foundation>(options: MountOptions<App>, binding: Binding<App>): Middleware {
  const { endpoint } = binding
  const route = `${endpoint.method} ${endpoint.path}`
  const readInput = inputReader(endpoint)
  const bodyLimit = endpoint.bodyLimitBytes ?? options.settings.bodyLimitBytes
  const checkAnswer = answerChecker(endpoint, options.settings.checkAnswers)

  return async (ctx) => {
    const observed = observedOf(ctx)
    observed.route = endpoint.path
    observed.quiet = endpoint.unlimited === true
    try {
      await answer(ctx)
    } catch (error) {
      if (error instanceof Refusal && ABOUT_ACCESS.has(error.code)) {
        const actor = (error instanceof CredentialsRefused ? error.known : null) ?? observed.actor ?? anonymous
        await options.onAccessRefused({ actor, code: error.code, detail: error.message, route, address: ctx.ip })
      }
      throw error
    }
  }

  async function answer(ctx: Context): Promise<void> {
    const actor = await identify(ctx, options, endpoint)
    observedOf(ctx).actor = actor
    await takeFromLimit(ctx, options, endpoint, actor)
    refuseUnlessAllowed(actor, endpoint.access)
    const input = readInput(ctx, endpoint.body ? await readJsonBody(ctx.req, bodyLimit) : NO_BODY)
    const call = (app: App): Call<App, unknown, unknown, unknown> => ({
      app,
      actor,
      params: input.params,
      query: input.query,
      body: input.body,
      get signal() {
        return signalOf(ctx, options.stopping)
      },
    })
    const key = endpoint.repeat === 'keyed' ? idempotencyKeyOf(ctx) : undefined
    if (key === undefined) {
      const reply = await binding.handle(call(options.app))
      checkAnswer(reply)
      send(ctx, outgoing(endpoint, reply))
      return
    }
    const scope = `${actor.id ?? 'anonymous'} ${endpoint.method} ${ctx.path}`
    const sealing = { authorization: ctx.get('authorization'), rawBody: input.raw, idempotencyKey: key }
    const outcome = await once(options.app.db, { scope, ...sealing }, async (trx) => {
      const reply = await binding.handle(call({ ...options.app, db: trx }))
      checkAnswer(reply)
      const { body } = endpoint.answer
      return {
        status: reply.status ?? endpoint.answer.status,
        headers: { ...reply.headers },
        text: textOf(reply.body),
        textWithoutSecrets: textOf(body ? withoutSecrets(body, reply.body) : reply.body),
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
async function identify<App extends Foundation>(
  ctx: Context,
  options: MountOptions<App>,
  endpoint: Endpoint,
): Promise<Actor> {
  const authorization = ctx.get('authorization')
  if (endpoint.access === 'anyone' || authorization === '') return anonymous
  try {
    return await options.authenticate(authorization)
  } catch (error) {
    if (error instanceof CredentialsRefused)
      await options.rateLimit.take(`address ${ctx.ip}`, options.settings.anonymousPerMinute)
    throw error
  }
}

async function takeFromLimit<App extends Foundation>(
  ctx: Context,
  options: MountOptions<App>,
  endpoint: Endpoint,
  actor: Actor,
): Promise<void> {
  if (endpoint.unlimited) return
  const known = actor.keyId ?? actor.id
  ctx.set(
    known === null
      ? await options.rateLimit.take(`address ${ctx.ip}`, options.settings.anonymousPerMinute)
      : await options.rateLimit.take(known, actor.requestsPerMinute),
  )
}

function refuseUnlessAllowed(actor: Actor, access: Access): void {
  if (access === 'anyone') return
  if (actor.kind === 'anonymous') {
    throw new Refusal('not_signed_in', 'Send an API key or a token as `Authorization: Bearer …`')
  }
  if (typeof access === 'object' && !actor.scopes.includes(access.scope)) {
    const detail = `This needs the scope ${access.scope}`
    throw new Refusal('not_allowed', detail, {
      causes: [{ code: 'scope', field: 'credentials', message: detail, value: [...actor.scopes], limit: access.scope }],
    })
  }
}

const NO_BODY: ReadBody = { raw: Buffer.alloc(0), value: undefined }

function inputReader(endpoint: Endpoint): (ctx: Context, read: ReadBody) => Input {
  const params = endpoint.params && checkOf(endpoint.params, 'textual')
  const query = endpoint.query && checkOf(endpoint.query, 'textual')
  const body = endpoint.body && checkOf(endpoint.body)
  return (ctx, read) => {
    const causes: Cause[] = []
    const take = (check: Check | undefined, value: unknown, at: string): unknown => {
      const checked = check?.(value, at)
      if (checked === undefined) return undefined
      if (checked.ok) return checked.value
      causes.push(...checked.causes)
      return undefined
    }
    // router puts the decoded path parameters here; a copy, because checking fills in defaults.
    const readParams = take(params, { ...(ctx['params'] as object) }, 'path')
    const readQuery = take(query, queryOf(ctx), 'query')
    const readBody = take(body, read.value, 'body')
    if (causes.length > 0) throw new Refusal('invalid_request', summaryOf(causes), { causes })
    return { params: readParams, query: readQuery, body: readBody, raw: read.raw }
  }
}

function queryOf(ctx: Context): Record<string, unknown> {
  const query: Record<string, unknown> = { ...ctx.query }
  for (const [name, value] of Object.entries(query)) {
    if (String(value).includes('\0')) {
      throw new Refusal('invalid_request', `query.${name} contains a NUL`, {
        causes: [{ code: 'characters', field: `query.${name}`, message: 'must not contain a NUL' }],
      })
    }
  }
  return query
}

function summaryOf(causes: readonly Cause[]): string {
  const first = causes[0]?.message ?? 'The request does not fit the contract'
  return causes.length > 1 ? `${first}; and ${causes.length - 1} more` : first
}

function answerChecker(endpoint: Endpoint, on: boolean): (reply: Reply<unknown>) => void {
  const schema = endpoint.answer.body
  if (!on || !schema) return () => undefined
  const check = checkOf(schema)
  return (reply) => {
    const checked = check(JSON.parse(JSON.stringify(reply.body)), 'answer')
    if (!checked.ok) {
      throw new Error(
        `${endpoint.method} ${endpoint.path} broke its own contract: ${checked.causes.map((c) => c.message).join('; ')}`,
      )
    }
  }
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

function signalOf(ctx: Context, stopping: AbortSignal): AbortSignal {
  const gone = new AbortController()
  ctx.res.once('close', () => {
    gone.abort()
  })
  return AbortSignal.any([gone.signal, stopping])
}

const JSON_TYPE = 'application/json; charset=utf-8'

const textOf = (body: unknown): string | null => (body === undefined ? null : JSON.stringify(body))

function outgoing(endpoint: Endpoint, reply: Reply<unknown>) {
  const { answer } = endpoint
  // Only JSON answers have a schema; of the others the handler gives text or bytes.
  const body = answer.body ? (textOf(reply.body) ?? undefined) : (reply.body as string | Buffer | undefined)
  return {
    status: reply.status ?? answer.status,
    type: reply.type ?? answer.type ?? JSON_TYPE,
    body,
    headers: reply.headers ?? {},
    conditional: endpoint.conditional === true,
  }
}
