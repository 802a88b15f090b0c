import type { Context, Middleware } from 'koa'
import type { Foundation } from '../app.ts'
import type { Actor } from '../actor.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { CORRELATION_PATTERN, withCorrelation } from '../correlation.ts'
import { isTracing, withSpan } from '../tracing/tracing.ts'
import { asRefusal } from './problem.ts'
import { sendRefusal } from './send.ts'

interface Observed {
  /** The declared path: a URL could name a patient, a route never does. */
  route: string | undefined
  actor: Actor | undefined
  quiet: boolean
  /** From here on nothing may repeat what was asked. */
  discreet: boolean
  /** The status of what broke a stream off, when its own was long sent. */
  brokenOff: number | undefined
}

/** What the log and the metrics are told of the request that is being answered. */
export function observedOf(ctx: Context): Observed {
  return (ctx.state as { observed: Observed }).observed
}

/** The outermost layer: correlation, span, the one log line of a request, its metrics, and the last catch. */
export function observeRequests(options: { app: Foundation; metrics: Metrics }): Middleware {
  const { app, metrics } = options

  return (ctx, next) => {
    const given = ctx.headers['x-correlation-id']
    const id = typeof given === 'string' && CORRELATION_PATTERN.test(given) ? given : app.ids('cor')
    const observed: Observed = {
      route: undefined,
      actor: undefined,
      quiet: false,
      discreet: false,
      brokenOff: undefined,
    }
    ctx.state = { observed }
    ctx.res.setHeader('x-correlation-id', id)
    return withCorrelation(id, () => (isTracing() ? spanned(ctx, next, observed, id) : answered(ctx, next, observed)))
  }

  async function answered(ctx: Context, next: () => Promise<unknown>, observed: Observed): Promise<void> {
    const began = performance.now()
    try {
      await next()
    } catch (error) {
      sendRefusal(ctx, asRefusal(error, app.log, observed.discreet))
    }
    const seconds = (performance.now() - began) / 1000
    const route = observed.route ?? 'unknown'
    const { method } = ctx
    const status = observed.brokenOff ?? ctx.status
    metrics.request({ method, route, status }, seconds)
    const actor = observed.actor?.id ?? null
    const line = { method, route, status, ms: Math.round(seconds * 10_000) / 10, actor }
    if (observed.quiet) app.log.debug(line, 'request')
    else app.log.info(line, 'request')
  }

  function spanned(ctx: Context, next: () => Promise<unknown>, observed: Observed, id: string): Promise<void> {
    const attributes = { 'http.request.method': ctx.method, 'ils.correlation_id': id }
    return withSpan(
      `${ctx.method} request`,
      { kind: 'server', attributes, from: ctx.headers },
      () => answered(ctx, next, observed),
      () => ({
        'http.route': observed.route ?? 'unknown',
        'http.response.status_code': observed.brokenOff ?? ctx.status,
      }),
    )
  }
}
