import Koa from 'koa'
import Router from '@koa/router'
import cors from '@koa/cors'
import compress from 'koa-compress'
import helmet from 'koa-helmet'
import { constants } from 'node:zlib'
import type { Endpoint } from '@ils/contract/endpoint'
import type { Foundation } from '../app.ts'
import { Refusal } from '../refusal.ts'
import { answerEndpoint, type AnswerRequest } from './answer-endpoint.ts'
import type { MountOptions } from './mount-options.ts'
import { contradictionOf } from './contradiction.ts'
import { observeRequests } from './observe-requests.ts'
import { send, vary } from './send.ts'

/** Builds the web application from declared endpoints and their bindings. */
export function mount<App extends Foundation>(options: MountOptions<App>): Koa {
  const { settings } = options
  const koa = new Koa()
  koa.proxy = settings.trustedProxies > 0
  koa.maxIpsCount = settings.trustedProxies
  // Errors are answered and logged by observeRequests; what still comes here is a caller that hung up.
  koa.silent = true
  koa.use(observeRequests(options))
  koa.use(securityHeaders())
  if (settings.corsOrigins.length > 0) koa.use(corsFor(settings.corsOrigins))
  koa.use(compressFor())
  koa.use(refuseBadUrls)
  koa.use(answerRoutes(options))
  koa.use(unknownPath(options))
  return koa
}

/**
 * The router compiles and matches the paths; what it found is called here, because its own dispatch
 * makes lists and a chain of functions for each request.
 */
function answerRoutes<App extends Foundation>(options: MountOptions<App>): Koa.Middleware {
  const router = new Router()
  const answers = new Map<unknown, AnswerRequest>()
  // Paths without parameters, by method: found at once, however many there are.
  const fixed = new Map<string, Map<string, AnswerRequest>>()
  const declared = new Set(Object.values(options.declared))
  const mounted = new Set<Endpoint>()
  for (const binding of options.bindings) {
    const { endpoint } = binding
    const name = `${endpoint.method} ${endpoint.path}`
    if (!declared.has(endpoint)) throw new Error(`${name} is not declared in the contract: it cannot be mounted`)
    if (mounted.has(endpoint)) throw new Error(`${name} is bound twice`)
    const wrong = contradictionOf(endpoint)
    if (wrong) throw new Error(`${name} ${wrong}: it cannot be mounted`)
    mounted.add(endpoint)
    const answer = answerEndpoint(options, binding)
    const layer = router.register(endpoint.path, [endpoint.method], [], { name })
    answers.set(layer, answer)
    if (endpoint.path.includes(':')) continue
    for (const method of layer.methods) {
      // Of two that fit the one that was bound first answers.
      const first = router.stack.find((one) => one.methods.includes(method) && one.match(endpoint.path))
      if (first !== layer) continue
      const known = fixed.get(method)
      if (known) known.set(endpoint.path, answer)
      else fixed.set(method, new Map([[endpoint.path, answer]]))
    }
  }
  return (ctx, next) => {
    const { path, method } = ctx
    const known = fixed.get(method)?.get(path)
    if (known) return known(ctx, {})
    for (const layer of router.stack) {
      if (!layer.methods.includes(method) || !layer.match(path)) continue
      const answer = answers.get(layer)
      if (answer) return answer(ctx, layer.params(path, layer.captures(path)))
    }
    return next()
  }
}

/** Pages get the whole set; answers for programs, which no browser renders, the few that matter there. */
function securityHeaders(): Koa.Middleware {
  const forPages = helmet({
    contentSecurityPolicy: {
      useDefaults: true,
      // Labs run this on their own network without TLS too: upgrading would break every page there.
      directives: { 'upgrade-insecure-requests': null, 'frame-ancestors': ["'none'"] },
    },
    crossOriginEmbedderPolicy: false,
  }) as Koa.Middleware
  return (ctx, next) => {
    if (!ctx.path.startsWith('/api/')) return forPages(ctx, next) as Promise<unknown>
    ctx.res.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    // Browsers heed it over TLS only.
    if (ctx.secure) ctx.res.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
    ctx.res.setHeader('x-content-type-options', 'nosniff')
    return next()
  }
}

function compressFor(): Koa.Middleware {
  const pack = compress({ threshold: 1024, br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } } })
  return (ctx, next) => {
    if (ctx.headers['accept-encoding'] !== undefined) return pack(ctx, next) as Promise<unknown>
    // Programs often take it as it is: nothing to weigh then.
    vary(ctx, 'accept-encoding')
    return next()
  }
}

function corsFor(origins: readonly string[]): Koa.Middleware {
  return cors({
    // An empty origin means that the header is left out.
    origin: (ctx) => (origins.includes(ctx.get('origin')) ? ctx.get('origin') : ''),
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'x-correlation-id'],
    exposeHeaders: [
      'content-disposition',
      'etag',
      'idempotent-replayed',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'retry-after',
      'x-correlation-id',
    ],
    maxAge: 600,
    keepHeadersOnError: true,
  })
}

const refuseBadUrls: Koa.Middleware = (ctx, next) => {
  const { path } = ctx
  try {
    const decoded = path.includes('%') ? decodeURIComponent(path) : path
    if (!decoded.includes('\0')) return next() as Promise<unknown>
  } catch {
    // Falls through: a percent sign that encodes nothing.
  }
  throw new Refusal('malformed_url', 'The path has a percent sign that encodes nothing, or a NUL')
}

function unknownPath<App extends Foundation>(options: MountOptions<App>): Koa.Middleware {
  const patterns = options.bindings.map(({ endpoint }) => ({
    method: endpoint.method,
    pattern: new RegExp(`^${endpoint.path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`),
  }))
  return (ctx) => {
    const page = ctx.method === 'GET' || ctx.method === 'HEAD' ? options.pageAt?.(ctx.path) : undefined
    if (page) {
      send(ctx, { ...page, status: 200, conditional: true })
      return
    }
    const methods = patterns.filter(({ pattern }) => pattern.test(ctx.path)).map(({ method }) => method)
    if (methods.length === 0)
      throw new Refusal('not_found', 'Nothing is served at this path; the contract lists what is')
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    ctx.set('allow', allow)
    if (ctx.method === 'OPTIONS') {
      ctx.status = 204
      return
    }
    throw new Refusal('method_not_allowed', `This path takes ${allow}`, { headers: { allow } })
  }
}
