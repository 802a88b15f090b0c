import type { Context, Middleware } from 'koa'
import type { Foundation } from '../app.ts'
import type { Actor } from '../actor.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { CORRELATION_PATTERN, withCorrelation } from '../correlation.ts'
import { withSpan } from '../tracing/tracing.ts'
import { asRefusal } from './problem.ts'
import { sendRefusal } from './send.ts'

interface Observed {
  /** The declared path: a URL could name a patient, a route never does. */
  route?: string
  actor?: Actor
  quiet?: boolean
}

/** What the log and the metrics are told of the request that is being answered. */
export function observedOf(ctx: Context): Observed {
  return (ctx.state as { observed: Observed }).observed
}

/** The outermost layer: correlation, span, the one log line of a request, its metrics, and the last catch. */
export function observeRequests(options: { app: Foundation; metrics: Metrics }): Middleware {
  const { app, metrics } = options
  return async (ctx, next) => {
    const given = ctx.get('x-correlation-id')
    const id = CORRELATION_PATTERN.test(given) ? given : app.ids('cor')
    const observed: Observed = {}
    ctx.state = { observed }
    ctx.set('x-correlation-id', id)
    const began = performance.now()
    await withCorrelation(id, () =>
      withSpan(
        `${ctx.method} request`,
        {
          kind: 'server',
          attributes: { 'http.request.method': ctx.method, 'ils.correlation_id': id },
          from: ctx.headers,
        },
        async () => {
          try {
            await next()
          } catch (error) {
            sendRefusal(ctx, asRefusal(error, app.log))
          }
          const seconds = (performance.now() - began) / 1000
          const route = observed.route ?? 'unknown'
          metrics.request({ method: ctx.method, route, status: ctx.status }, seconds)
          const line = {
            method: ctx.method,
            route,
            status: ctx.status,
            ms: Math.round(seconds * 10_000) / 10,
            actor: observed.actor?.id ?? null,
          }
          if (observed.quiet) app.log.debug(line, 'request')
          else app.log.info(line, 'request')
        },
        () => ({ 'http.route': observed.route ?? 'unknown', 'http.response.status_code': ctx.status }),
      ),
    )
  }
}
